package ai.matih.mirror;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The library's own JSON mapper: strict in what it reads. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  static Map<String, @Nullable Object> readObject(String json) {
    Map<String, @Nullable Object> properties;
    try {
      properties = MAPPER.readValue(json, new TypeReference<>() {});
    } catch (JacksonException e) {
      throw Invalid.value("json", json, "one JSON object; " + e.getOriginalMessage());
    }
    if (properties == null) {
      throw Invalid.value("json", json, "one JSON object");
    }
    return properties;
  }

  static String write(Map<String, Object> properties) {
    return MAPPER.writeValueAsString(properties);
  }
}
