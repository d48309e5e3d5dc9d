package ai.matih.mirror.compare;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a JSON document in UTF-8, -16 or -32 (RFC 8259), with or without a byte order mark. Strict:
 * no comments, nothing after its end. Used once.
 */
final class JsonReader {
  // Lengths are bounded by the document's, which is bounded; depth and number of values below.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(10_000)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final Settings settings;
  private int depth;
  private int values;

  JsonReader(Settings settings) {
    this.settings = settings;
  }

  /**
   * The document's value, or null if this is not JSON.
   *
   * @throws Obstacle if it is nested too deep or has too many values
   */
  @Nullable JsonValue read(byte[] document) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), document)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return null;
      }
      JsonValue value = value(parser, first);
      return parser.nextToken() == null ? value : null;
    } catch (StreamConstraintsException e) {
      throw new Obstacle("JSON that exceeds what the parser takes");
    } catch (JacksonException e) {
      return null;
    }
  }

  private JsonValue value(JsonParser parser, JsonToken token) {
    if (++values > settings.maxValues) {
      throw new Obstacle("JSON with more than " + settings.maxValues + " values");
    }
    return switch (token) {
      case START_OBJECT -> fields(parser);
      case START_ARRAY -> elements(parser);
      case VALUE_STRING -> new JsonValue.Text(parser.getString());
      case VALUE_TRUE -> JsonValue.Literal.TRUE;
      case VALUE_FALSE -> JsonValue.Literal.FALSE;
      case VALUE_NULL -> JsonValue.Literal.NULL;
      default -> new JsonValue.Digits(parser.getString());
    };
  }

  private JsonValue fields(JsonParser parser) {
    enter();
    List<String> names = new ArrayList<>();
    List<JsonValue> held = new ArrayList<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      names.add(name);
      held.add(value(parser, parser.nextToken()));
    }
    depth--;
    return new JsonValue.Fields(names, held);
  }

  private JsonValue elements(JsonParser parser) {
    enter();
    List<JsonValue> held = new ArrayList<>();
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_ARRAY) {
      held.add(value(parser, token));
      token = parser.nextToken();
    }
    depth--;
    return new JsonValue.Elements(held);
  }

  private void enter() {
    if (++depth > settings.maxDepth) {
      throw new Obstacle("JSON nested deeper than " + settings.maxDepth);
    }
  }
}
