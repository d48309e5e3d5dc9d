package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FieldNamesTest {

  @Test
  void name_isFoundInAnyCase() {
    for (int size : new int[] {1, 2, 3, 15, 16, 17, 500}) {
      Map<String, Integer> entries =
          IntStream.range(0, size).boxed().collect(Collectors.toMap(i -> "x-name-" + i, i -> i));
      FieldNames<Integer> names = new FieldNames<>(entries);
      entries.forEach(
          (name, value) -> {
            assertThat(names.get(name)).isEqualTo(value);
            assertThat(names.get(name.toUpperCase(Locale.ROOT))).isEqualTo(value);
          });
      for (String absent : new String[] {"", "x-name-", "x-name-" + size, "é", "X-NAME_0"}) {
        assertThat(names.get(absent)).as(absent).isNull();
      }
    }
  }

  @Test
  void emptyTable_findsNothing() {
    assertThat(new FieldNames<Integer>(Map.of()).get("Host")).isNull();
  }
}
