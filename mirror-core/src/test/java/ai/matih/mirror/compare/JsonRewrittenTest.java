package ai.matih.mirror.compare;

import static ai.matih.mirror.compare.ComparisonRig.json;
import static ai.matih.mirror.compare.ComparisonRig.told;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Random documents, and the same ones written by somebody else. */
class JsonRewrittenTest {
  private static final int ROUNDS = 3_000;

  /** Writes the same document for the same seed, in a style of its own for each other seed. */
  private static final class Writer {
    private final Random content;
    private final Random style;
    private final boolean shuffled;
    private final int changed;
    private int leaves;

    Writer(long seed, long style, boolean shuffled, int changed) {
      this.content = new Random(seed);
      this.style = new Random(style);
      this.shuffled = shuffled;
      this.changed = changed;
    }

    String value(int depth) {
      int kind = depth == 0 ? content.nextInt(4) : content.nextInt(7);
      return switch (kind) {
        case 0 -> number();
        case 1 -> text("t" + content.nextInt(5));
        case 2, 3 -> leaves++ == changed ? "\"changed\"" : kind == 2 ? "null" : "true";
        case 4 -> "[" + joined(elements(depth)) + "]";
        default -> "{" + joined(fields(depth)) + "}";
      };
    }

    private List<String> elements(int depth) {
      List<String> elements = many(() -> value(depth - 1));
      if (shuffled) {
        Collections.shuffle(elements, style);
      }
      return elements;
    }

    private List<String> fields(int depth) {
      List<String> fields = new ArrayList<>();
      for (String value : many(() -> value(depth - 1))) {
        fields.add(text("key-" + fields.size()) + space() + ":" + space() + value);
      }
      Collections.shuffle(fields, style);
      return fields;
    }

    private List<String> many(Supplier<String> value) {
      return Stream.generate(value)
          .limit(content.nextInt(5))
          .collect(Collectors.toCollection(ArrayList::new));
    }

    private String number() {
      int value = 1 + content.nextInt(99);
      if (leaves++ == changed) {
        return value + ".5";
      }
      return switch (style.nextInt(4)) {
        case 0 -> value + ".00";
        case 1 -> value + "0e-1";
        case 2 -> value * 10 + "E-1";
        default -> String.valueOf(value);
      };
    }

    private String text(String text) {
      boolean change = text.startsWith("t") && leaves++ == changed;
      String written = change ? "x" + text : text;
      return style.nextBoolean()
          ? "\"" + written + "\""
          : written
              .chars()
              .mapToObj(c -> String.format("\\u%04x", c))
              .collect(Collectors.joining("", "\"", "\""));
    }

    private String joined(List<String> parts) {
      return String.join(space() + "," + space(), parts) + space();
    }

    private String space() {
      return " \n\t".substring(0, style.nextInt(4));
    }
  }

  @Test
  void rewritten_itIsEqual() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      String one = new Writer(seed, 1, false, -1).value(5);
      String other = new Writer(seed, 2, false, -1).value(5);

      assertThat(told(Comparison.defaults().compare(json(one), json(other))))
          .as(one + "\n" + other)
          .isEqualTo("=");
    }
  }

  @Test
  void withOneLeafChanged_thatOneDiffers() {
    int changed = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      Writer writer = new Writer(seed, 1, false, -1);
      String one = writer.value(5);
      if (writer.leaves > 0) {
        changed++;
        int leaf = seed % writer.leaves;
        String other = new Writer(seed, 2, false, leaf).value(5);

        assertThat(Comparison.defaults().compare(json(one), json(other)).differences())
            .as(one + "\n" + other)
            .hasSize(1);
      }
    }
    assertThat(changed).isGreaterThan(ROUNDS / 2);
  }

  @Test
  void withArraysInAnyOrder_itIsEqualUnderThatRule() {
    Comparison comparison = unordered(Comparison.defaults(), "$", 4);
    for (int seed = 0; seed < ROUNDS / 10; seed++) {
      String one = new Writer(seed, 1, true, -1).value(3);
      String other = new Writer(seed, 2, true, -1).value(3);

      assertThat(told(comparison.compare(json(one), json(other))))
          .as(one + "\n" + other)
          .isEqualTo("=");
    }
  }

  private static Comparison unordered(Comparison comparison, String path, int depth) {
    if (depth == 0) {
      return comparison;
    }
    Comparison elements = unordered(comparison.unordered(path), path + "[*]", depth - 1);
    return unordered(elements, path + ".*", depth - 1);
  }
}
