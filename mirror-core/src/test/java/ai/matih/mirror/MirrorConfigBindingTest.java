package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** A user's own mapper, Jackson 2 or 3 and however lenient, reads and writes the same. */
class MirrorConfigBindingTest {
  private static final MirrorConfig CONFIG = new MirrorConfig("a.example", 8000, 0, true, false);

  /** Reads and writes with one mapper. */
  interface Binding {
    <T> T read(String json, Class<T> type) throws Exception;

    String write(Object value) throws Exception;
  }

  record Route(String name, MirrorConfig mirror) {}

  static Stream<Arguments> bindings() {
    return Stream.of(
        Arguments.of("Jackson 2", jackson2(new com.fasterxml.jackson.databind.ObjectMapper())),
        Arguments.of("Jackson 2, lenient", jackson2(lenient2())),
        Arguments.of("Jackson 3", jackson3(JsonMapper.builder().build())),
        Arguments.of("Jackson 3, lenient", jackson3(lenient3())));
  }

  private static com.fasterxml.jackson.databind.ObjectMapper lenient2() {
    return com.fasterxml.jackson.databind.json.JsonMapper.builder()
        .disable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(
            com.fasterxml.jackson.databind.DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
            com.fasterxml.jackson.databind.DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS,
            com.fasterxml.jackson.databind.DeserializationFeature
                .ACCEPT_EMPTY_STRING_AS_NULL_OBJECT)
        .enable(
            com.fasterxml.jackson.databind.MapperFeature.ALLOW_COERCION_OF_SCALARS,
            com.fasterxml.jackson.databind.MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
        .propertyNamingStrategy(com.fasterxml.jackson.databind.PropertyNamingStrategies.SNAKE_CASE)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(
                JsonInclude.Include.NON_DEFAULT, JsonInclude.Include.NON_DEFAULT))
        .build();
  }

  private static JsonMapper lenient3() {
    return JsonMapper.builder()
        .disable(
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(
            DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
            DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS,
            DeserializationFeature.ACCEPT_EMPTY_STRING_AS_NULL_OBJECT)
        .enable(
            MapperFeature.ALLOW_COERCION_OF_SCALARS,
            MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .changeDefaultPropertyInclusion(
            was ->
                JsonInclude.Value.construct(
                    JsonInclude.Include.NON_DEFAULT, JsonInclude.Include.NON_DEFAULT))
        .build();
  }

  private static Binding jackson2(com.fasterxml.jackson.databind.ObjectMapper mapper) {
    return new Binding() {
      @Override
      public <T> T read(String json, Class<T> type) throws Exception {
        return mapper.readValue(json, type);
      }

      @Override
      public String write(Object value) throws Exception {
        return mapper.writeValueAsString(value);
      }
    };
  }

  private static Binding jackson3(JsonMapper mapper) {
    return new Binding() {
      @Override
      public <T> T read(String json, Class<T> type) {
        return mapper.readValue(json, type);
      }

      @Override
      public String write(Object value) {
        return mapper.writeValueAsString(value);
      }
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bindings")
  void written_asTheWireFormatSays(String name, Binding binding) throws Exception {
    assertThat(binding.write(CONFIG)).isEqualTo(CONFIG.toJson());
    assertThat(binding.write(MirrorConfig.of("a", 1))).isEqualTo(MirrorConfig.of("a", 1).toJson());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bindings")
  void written_isReadBack(String name, Binding binding) throws Exception {
    assertThat(binding.read(binding.write(CONFIG), MirrorConfig.class)).isEqualTo(CONFIG);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bindings")
  void missingKeys_takeTheirDefaults(String name, Binding binding) throws Exception {
    assertThat(binding.read("{\"mirrorHost\":\"a\",\"mirrorPort\":80}", MirrorConfig.class))
        .isEqualTo(MirrorConfig.of("a", 80));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bindings")
  void nested_isReadAndWritten(String name, Binding binding) throws Exception {
    Route route = new Route("r", CONFIG);
    assertThat(binding.write(route)).contains("\"mirror\":" + CONFIG.toJson());
    assertThat(binding.read(binding.write(route), Route.class)).isEqualTo(route);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bindings")
  void badProperties_areNamedAllTheSame(String name, Binding binding) {
    assertRejected(binding, "{'mirrorHost':'a','mirrorPort':80,'extra':1}", "extra: 1 (expected: ");
    assertRejected(binding, "{'mirror_host':'a','mirror_port':80}", "mirror_host: a (expected: ");
    assertRejected(binding, "{'mirrorPort':80}", "mirrorHost: missing (expected: ");
    assertRejected(
        binding, "{'mirrorHost':'a','mirrorPort':'80'}", "mirrorPort: 80 (expected: 1-65535)");
    assertRejected(
        binding, "{'mirrorHost':'a','mirrorPort':80.0}", "mirrorPort: 80.0 (expected: 1-65535)");
    assertRejected(
        binding, "{'mirrorHost':'a','mirrorPort':[80]}", "mirrorPort: [80] (expected: 1-65535)");
    assertRejected(
        binding, "{'mirrorHost':'a','mirrorPort':null}", "mirrorPort: null (expected: 1-65535)");
    assertRejected(
        binding, "{'mirrorHost':'a','mirrorPort':0}", "mirrorPort: 0 (expected: 1-65535)");
    assertRejected(binding, "{'mirrorHost':'','mirrorPort':80}", "mirrorHost:  (expected: ");
    assertRejected(
        binding,
        "{'mirrorHost':'a','mirrorPort':80,'synchronous':'true'}",
        "synchronous: true (expected: true or false)");
    assertRejected(
        binding,
        "{'mirrorHost':'a','mirrorPort':80,'percentage':101}",
        "percentage: 101 (expected: 0-100)");
  }

  private static void assertRejected(Binding binding, String json, String message) {
    String text = json.replace('\'', '"');
    assertThatThrownBy(() -> binding.read(text, MirrorConfig.class)).hasMessageContaining(message);
    assertThatThrownBy(() -> binding.read("{\"name\":\"r\",\"mirror\":" + text + "}", Route.class))
        .hasMessageContaining(message);
  }
}
