package ai.matih.mirror.servlet;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.TrafficMirror;
import jakarta.servlet.ServletException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitParametersTest {
  private static final Map<String, String> REQUIRED =
      Map.of("route", "web", "mirrorHost", "127.0.0.1", "mirrorPort", "8000");

  private static final Map<String, String> ALL =
      Map.ofEntries(
          entry("route", "web"),
          entry("mirrorHost", "127.0.0.1"),
          entry("mirrorPort", "8000"),
          entry("percentage", "50"),
          entry("synchronous", "false"),
          entry("logResponses", "false"),
          entry("methods", "GET, POST"),
          entry("pathPrefixes", "/a,/b"),
          entry("salt", "salt"),
          entry("keyHeader", "X-User"),
          entry("keyCookie", "session"),
          entry("preserveHost", "true"),
          entry("withoutCredentials", "true"),
          entry("reconstructForms", "true"),
          entry("dropHeaders", "X-One, X-Two"),
          entry("tls", "true"),
          entry("timeoutMillis", "1"),
          entry("connectTimeoutMillis", "86400000"),
          entry("exchangeTimeoutMillis", "1000"),
          entry("closeTimeoutMillis", "1000"),
          entry("maxBodyBytes", "0"),
          entry("maxHeldBytes", "10000000000"),
          entry("maxInFlight", "1"),
          entry("maxConnections", "1"));

  private static Map<String, String> with(String name, String value) {
    Map<String, String> parameters = new HashMap<>(REQUIRED);
    parameters.put(name, value);
    return parameters;
  }

  private static void start(MirrorFilter filter, Map<String, String> parameters)
      throws ServletException {
    filter.init(Stubs.config(parameters));
    filter.destroy();
  }

  @Test
  void requiredParameters_areEnough() {
    assertThatCode(() -> start(new MirrorFilter(), REQUIRED)).doesNotThrowAnyException();
  }

  @Test
  void everyParameter_isKnown() {
    assertThatCode(() -> start(new MirrorFilter(), ALL)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"route", "mirrorHost", "mirrorPort"})
  void missingParameter_isNamed(String name) {
    Map<String, String> parameters = new HashMap<>(REQUIRED);
    parameters.remove(name);
    assertThatThrownBy(() -> start(new MirrorFilter(), parameters))
        .isInstanceOf(ServletException.class)
        .hasMessageStartingWith(name + ": missing (expected: ");
  }

  @ParameterizedTest
  @CsvSource({
    "route, a b",
    "mirrorHost, http://host",
    "mirrorPort, 0",
    "mirrorPort, eighty",
    "percentage, 101",
    "percentage, 1.5",
    "synchronous, yes",
    "logResponses, TRUE",
    "methods, 'GET,'",
    "pathPrefixes, api",
    "salt, ' '",
    "keyHeader, ' '",
    "keyCookie, ' '",
    "preserveHost, 1",
    "withoutCredentials, no",
    "reconstructForms, ''",
    "dropHeaders, 'a,,b'",
    "tls, on",
    "timeoutMillis, 0",
    "timeoutMillis, 5s",
    "connectTimeoutMillis, 86400001",
    "exchangeTimeoutMillis, -1",
    "closeTimeoutMillis, x",
    "maxBodyBytes, 1MB",
    "maxBodyBytes, 99999999999",
    "maxBodyBytes, -1",
    "maxHeldBytes, 0",
    "maxInFlight, 0",
    "maxConnections, 65536",
    "percent, 50"
  })
  void badValue_isRefusedWithNameValueAndExpectation(String name, String value) {
    assertThatThrownBy(() -> start(new MirrorFilter(), with(name, value)))
        .isInstanceOf(ServletException.class)
        .hasMessageMatching("(?s).*" + value.replace(".", "\\.") + " \\(expected: .+\\)")
        .hasMessageContaining(name);
  }

  @Test
  void message_isOfThePublishedForm() {
    assertThatThrownBy(() -> start(new MirrorFilter(), with("percentage", "101")))
        .hasMessage("percentage: 101 (expected: 0-100)");
  }

  @Test
  void filterThatWasGivenAMirror_takesNoParametersAndDoesNotCloseIt() throws Exception {
    try (TrafficMirror mirror =
        TrafficMirror.builder("given")
            .to(MirrorConfig.of("127.0.0.1", 8000))
            .dispatcher(Stubs.ANSWERED)
            .build()) {
      MirrorFilter filter = new MirrorFilter(mirror);
      assertThatThrownBy(() -> start(filter, Map.of("route", "web")))
          .hasMessage("route: web (expected: no init parameters beside a mirror that was given)");
      start(filter, Map.of());
      assertThatCode(() -> mirror.update(mirror.config())).doesNotThrowAnyException();
    }
  }
}
