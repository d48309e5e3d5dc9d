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
    int i = hash(name) & (names.length - 1);
    while (!names[i].isEmpty() && !names[i].equalsIgnoreCase(name)) {
      i = (i + 1) & (names.length - 1);
    }
    return i;
  }

  /** Of three characters: most names are looked up to find that they are not here. */
  private static int hash(String name) {
    int length = name.length();
    if (length == 0) {
      return 0;
    }
    int first = name.charAt(0) | 0x20;
    int middle = name.charAt(length / 2) | 0x20;
    int last = name.charAt(length - 1) | 0x20;
    int hash = 31 * (31 * (31 * length + first) + middle) + last;
    return hash ^ (hash >>> 8);
  }
}
