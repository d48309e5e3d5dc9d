package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XxHash64Test {

  @ParameterizedTest
  @CsvSource({
    "'', EF46DB3751D8E999",
    "a, D24EC4F1A98C6E5B",
    "abc, 44BC2CF5AD770999",
  })
  void referenceValues(String text, String hash) {
    assertThat(XxHash64.hash(text, 0)).isEqualTo(Long.parseUnsignedLong(hash, 16));
  }

  @ParameterizedTest
  @CsvSource({
    "\uD800, ?",
    "\uDC00, ?",
    "a\uD83D, a?",
    "\uDE00\uD83D, ??",
    "\uD83D\uD83D\uDE00, ?😀"
  })
  void surrogate_withoutItsPartner_countsAsQuestionMark(String text, String counted) {
    assertThat(XxHash64.hash(text, 7)).isEqualTo(XxHash64.hash(counted, 7));
  }

  @Test
  void region_anywhereInALongerText_hashesAsTheTextOfItsOwn() {
    Random chance = new Random(1);
    String[] alphabet = {"a", "Z", "7", "-", "é", "日", "😀", "\u07FF", "\u0800"};
    for (int run = 0; run < 20_000; run++) {
      boolean ascii = run % 2 == 0;
      StringBuilder text = new StringBuilder();
      int length = chance.nextInt(120);
      for (int i = 0; i < length; i++) {
        text.append(alphabet[chance.nextInt(ascii ? 4 : alphabet.length)]);
      }
      String key = text.toString();
      String before = "é".repeat(chance.nextInt(5));
      long seed = chance.nextLong();
      assertThat(
              XxHash64.hash(
                  before + key + "日", before.length(), before.length() + key.length(), seed))
          .as(key)
          .isEqualTo(XxHash64.hash(key, seed));
    }
  }

  @Test
  void character_thatEndsTheAsciiPath_doesNotChangeWhatComesBefore() {
    // The two ways of hashing meet in texts whose last character alone is not ASCII.
    for (int length = 0; length < 100; length++) {
      String ascii = "x".repeat(length);
      assertThat(XxHash64.hash(ascii + "é", 0, length, 3)).isEqualTo(XxHash64.hash(ascii, 3));
      assertThat(XxHash64.hash(ascii + "\uD800", 3)).isEqualTo(XxHash64.hash(ascii + "?", 3));
    }
  }
}
