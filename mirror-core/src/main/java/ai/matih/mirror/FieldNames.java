package ai.matih.mirror;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to do with a header field, by name without regard to case. A table of its own because a
 * lookup must neither allocate nor change case. Immutable.
 */
final class FieldNames<T> {
  private final String[] names;
  private final Object[] values;

  FieldNames(Map<String, T> entries) {
    int size = Integer.highestOneBit(Math.max(1, entries.size())) << 2;
    names = new String[size];
    values = new Object[size];
    Arrays.fill(names, "");
    entries.forEach(
        (name, value) -> {
          int i = place(name);
          names[i] = name;
          values[i] = value;
        });
  }

  @SuppressWarnings("unchecked") // the constructor put only values of this type in
  @Nullable T get(String name) {
    return (T) values[place(name)];
  }

  /** Where the name is, or would be. */
  private int place(String name) {
    int hash = name.length();
    for (int i = 0; i < name.length(); i++) {
      hash = 31 * hash + (name.charAt(i) | 0x20);
    }
    int i = (hash ^ (hash >>> 16)) & (names.length - 1);
    while (!names[i].isEmpty() && !names[i].equalsIgnoreCase(name)) {
      i = (i + 1) & (names.length - 1);
    }
    return i;
  }
}
