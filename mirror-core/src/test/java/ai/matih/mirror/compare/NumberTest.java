package ai.matih.mirror.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTest {

  @Test
  void twoNumbers_areEqualIfTheirValuesAre() {
    Random random = new Random(11);
    int equal = 0;
    for (int round = 0; round < 200_000; round++) {
      String one = number(random);
      String other = number(random);
      boolean same = new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;

      assertThat(Numeral.of(one).equals(Numeral.of(other)))
          .as(one + " and " + other)
          .isEqualTo(same);
      equal += same ? 1 : 0;
    }
    assertThat(equal).isBetween(1_000, 100_000);
  }

  @Test
  void aNumbersValue_isExact() {
    Random random = new Random(12);
    for (int round = 0; round < 20_000; round++) {
      String number = number(random);

      assertThat(Numeral.of(number).value()).as(number).isEqualByComparingTo(number);
    }
  }

  private static String number(Random random) {
    StringBuilder number = new StringBuilder(random.nextInt(3) == 0 ? "-" : "");
    int before = random.nextInt(3);
    number.append(before == 0 ? "0" : "1" + digits(random, before - 1));
    if (random.nextBoolean()) {
      number.append('.').append(digits(random, 1 + random.nextInt(3)));
    }
    if (random.nextBoolean()) {
      number.append(random.nextBoolean() ? 'e' : 'E');
      number.append(new String[] {"", "+", "-"}[random.nextInt(3)]);
      number.append(digits(random, 1));
    }
    return number.toString();
  }

  private static String digits(Random random, int count) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append("0012".charAt(random.nextInt(4)));
    }
    return digits.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1e1001", "1e-1001", "1e99999999999999999999", "-1e-99999999999999999999"})
  void withAHugeExponent_nothingIsComputed(String number) {
    assertThat(Numeral.of(number).value()).isNull();
  }

  @Test
  void withManyDigits_nothingIsComputed() {
    assertThat(Numeral.of("7".repeat(1000)).value()).isNotNull();
    assertThat(Numeral.of("7".repeat(1001)).value()).isNull();
  }
}
