package ai.matih.mirror.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one JSON object, read by name and type. What is missing, of a wrong type or out
 * of range is an {@link IllegalArgumentException} that names the property with its place.
 */
final class Fields {
  private final String place;
  private final Map<String, @Nullable Object> properties;

  Fields(String place, Map<String, @Nullable Object> properties) {
    this.place = place;
    this.properties = properties;
  }

  /** Refuses every property besides these. */
  Fields only(String... names) {
    Set<String> known = Set.of(names);
    for (Map.Entry<String, @Nullable Object> property : properties.entrySet()) {
      if (!known.contains(property.getKey())) {
        throw Invalid.value(
            place + property.getKey(),
            property.getValue(),
            "no such property, but " + String.join(", ", names));
      }
    }
    return this;
  }

  boolean has(String name) {
    return properties.containsKey(name);
  }

  String text(String name, String expected) {
    if (properties.get(name) instanceof String text) {
      return text;
    }
    throw invalid(name, expected);
  }

  /** The text, or null where it is missing or null. */
  @Nullable String textOrNull(String name, String expected) {
    return properties.get(name) == null ? null : text(name, expected);
  }

  int number(String name, int absent, int least, int most) {
    if (!has(name)) {
      return absent;
    }
    if (properties.get(name) instanceof Integer number && number >= least && number <= most) {
      return number;
    }
    throw invalid(name, least + "-" + most);
  }

  boolean flag(String name, boolean absent) {
    if (!has(name)) {
      return absent;
    }
    if (properties.get(name) instanceof Boolean flag) {
      return flag;
    }
    throw invalid(name, "true or false");
  }

  /** A list of text; a missing one is empty. */
  List<String> texts(String name, String expected) {
    List<String> texts = new ArrayList<>();
    for (Object element : elements(name, expected)) {
      if (!(element instanceof String text)) {
        throw invalid(name, expected);
      }
      texts.add(text);
    }
    return texts;
  }

  /** A list of objects; a missing one is empty. */
  List<Fields> objects(String name) {
    List<Fields> objects = new ArrayList<>();
    for (Object element : elements(name, "a list of objects")) {
      String at = place + name + "[" + objects.size() + "]";
      objects.add(new Fields(at + ".", properties(at, element)));
    }
    return objects;
  }

  private List<?> elements(String name, String expected) {
    if (!has(name)) {
      return List.of();
    }
    if (properties.get(name) instanceof List<?> list) {
      return list;
    }
    throw invalid(name, expected);
  }

  /** The properties of an object within. */
  Map<String, @Nullable Object> object(String name) {
    if (!has(name)) {
      throw invalid(name, "an object");
    }
    return properties(place + name, properties.get(name));
  }

  private static Map<String, @Nullable Object> properties(String at, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw Invalid.value(at, value, "an object");
    }
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    map.forEach((key, element) -> properties.put(String.valueOf(key), element));
    return properties;
  }

  Map<String, @Nullable Object> all() {
    return properties;
  }

  private IllegalArgumentException invalid(String name, String expected) {
    return Invalid.value(place + name, has(name) ? properties.get(name) : "missing", expected);
  }
}
