package ai.matih.mirror.gateway;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as text: strict in what it reads. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /**
   * Reads one object.
   *
   * @throws IllegalArgumentException if the text is not one, without quoting it
   */
  static Fields read(String json) {
    Map<String, @Nullable Object> properties;
    try {
      properties = MAPPER.readValue(json, new TypeReference<>() {});
    } catch (JacksonException e) {
      throw Invalid.value("json", where(e), "one JSON object");
    }
    if (properties == null) {
      throw Invalid.value("json", "null", "one JSON object");
    }
    return new Fields("", properties);
  }

  private static String where(JacksonException e) {
    return "not readable at line "
        + e.getLocation().getLineNr()
        + ", column "
        + e.getLocation().getColumnNr();
  }

  static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** The same, indented, for files that people read. */
  static String writeLines(Object value) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
  }
}
