package ai.matih.mirror.client;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the gateway speaks it: read for what is known, whatever else there is. */
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** The value in the text, a missing node if there is none. */
  static JsonNode read(String text) {
    return MAPPER.readTree(text);
  }

  static @Nullable String text(JsonNode object, String name, @Nullable String absent) {
    JsonNode value = object.path(name);
    return value.isString() ? value.stringValue() : absent;
  }

  static Map<String, Object> map(JsonNode object) {
    return MAPPER.treeToValue(required(object), new TypeReference<>() {});
  }

  /** The elements; none if there is no array. */
  static <T> List<T> list(JsonNode array, Function<JsonNode, T> element) {
    if (!array.isArray() && !array.isMissingNode() && !array.isNull()) {
      throw new IllegalArgumentException("no array");
    }
    return array.values().stream().map(element).toList();
  }

  static JsonNode required(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      throw new IllegalArgumentException("something is missing");
    }
    return node;
  }
}
