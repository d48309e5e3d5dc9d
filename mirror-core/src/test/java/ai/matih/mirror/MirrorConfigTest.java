package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorConfigTest {
  static final String HOST_EXPECTED =
      " (expected: a host name or address without scheme, port or path, IPv6 in brackets)";

  private final MirrorConfig config = MirrorConfig.of("ai-service-v2.internal", 8000);

  @Test
  void defaults() {
    assertThat(config)
        .isEqualTo(new MirrorConfig("ai-service-v2.internal", 8000, 100, false, true));
  }

  @Test
  void with_changesOneProperty() {
    assertThat(config.withPercentage(0))
        .isEqualTo(new MirrorConfig("ai-service-v2.internal", 8000, 0, false, true));
    assertThat(config.withSynchronous(true))
        .isEqualTo(new MirrorConfig("ai-service-v2.internal", 8000, 100, true, true));
    assertThat(config.withLogResponses(false))
        .isEqualTo(new MirrorConfig("ai-service-v2.internal", 8000, 100, false, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "a",
        "my_service",
        "AI-Service.Example.COM",
        "example.com.",
        "xn--bcher-kva.example",
        "10.0.0.1",
        "[::1]",
        "[2001:db8::8a2e:370:7334]",
        "[::ffff:10.0.0.1]",
        "a23456789012345678901234567890123456789012345678901234567890123.b",
      })
  void host_thatIsANameOrAnAddress_isAccepted(String host) {
    assertThat(MirrorConfig.of(host, 80).mirrorHost()).isEqualTo(host);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        " a",
        "a ",
        "a b",
        "a/b",
        "/",
        "user@a",
        "a?b",
        "a#b",
        "a:80",
        "http://a",
        "https:a",
        "::1",
        "2001:db8::1",
        "[::1",
        "::1]",
        "[]",
        "[",
        "]",
        "[::1]:80",
        "[fe80::1%eth0]",
        "[10.0.0.1]",
        "[a]",
        "[::g]",
        "a..b",
        ".a",
        ".",
        "a%20b",
        "a\\b",
        "a,b",
        "*",
        "${host}",
        "a24567890123456789012345678901234567890123456789012345678901234567890.b",
      })
  void host_ofAnyOtherForm_isRejectedByName(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MirrorConfig.of(host, 80))
        .withMessage("mirrorHost: " + host + HOST_EXPECTED);
  }

  @Test
  void host_withACharacterThatDoesNotPrint_isRejectedAndNotPrinted() {
    for (int c = 0; c < 0x120; c++) {
      if (c <= ' ' || c >= 0x7F) {
        String host = "a" + (char) c + "b";
        String shown = c == ' ' ? "a b" : "a" + String.format("\\u%04x", c) + "b";
        assertThatIllegalArgumentException()
            .isThrownBy(() -> MirrorConfig.of(host, 80))
            .withMessage("mirrorHost: " + shown + HOST_EXPECTED);
        assertThatIllegalArgumentException()
            .isThrownBy(() -> MirrorConfig.of(host.substring(1), 80));
        assertThatIllegalArgumentException()
            .isThrownBy(() -> MirrorConfig.of(host.substring(0, 2), 80));
      }
    }
  }

  @Test
  void host_longerThanAName_isRejectedAndCutInTheMessage() {
    assertThat(MirrorConfig.of("a.".repeat(126) + "a", 80).mirrorPort()).isEqualTo(80);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MirrorConfig.of("a.".repeat(127) + "a", 80))
        .withMessage("mirrorHost: " + "a.".repeat(100) + "..." + HOST_EXPECTED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void port_outOfRange_isRejectedByName(int port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MirrorConfig.of("a", port))
        .withMessage("mirrorPort: " + port + " (expected: 1-65535)");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 80, 65_535})
  void port_withinTheRange_isAccepted(int port) {
    assertThat(MirrorConfig.of("a", port).mirrorPort()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 101, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void percentage_outOfRange_isRejectedByName(int percentage) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config.withPercentage(percentage))
        .withMessage("percentage: " + percentage + " (expected: 0-100)");
  }

  @Test
  void percentage_withinTheRange_isAccepted() {
    for (int percentage = 0; percentage <= 100; percentage++) {
      assertThat(config.withPercentage(percentage).percentage()).isEqualTo(percentage);
    }
  }

  @Test
  void theFirstBadValueIsNamed_whenThereAreSeveral() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MirrorConfig("", 0, -1, false, true))
        .withMessage("mirrorHost: " + HOST_EXPECTED);
  }
}
