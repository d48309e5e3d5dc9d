package ai.matih.mirror.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program says to its options and files, and how it ends. */
class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Path directory;

  @BeforeEach
  void in(@TempDir Path directory) {
    this.directory = directory;
  }

  private int run(String... arguments) {
    return run(Map.of(), arguments);
  }

  private int run(Map<String, String> environment, String... arguments) {
    return new Main(environment, stream(out), stream(err)).run(arguments);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private void assertRefused(int status, String start) {
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("gateway: " + start)
        .hasLineCount(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(status).isEqualTo(2);
  }

  private String file(String content) throws IOException {
    return Files.writeString(directory.resolve("gateway.json"), content).toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void help_saysHow(String option) {
    assertThat(run(option)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("usage: gateway [--config FILE]")
        .contains("--port N", "--management-port N", "--check", "--version", "GATEWAY_TOKENS");
  }

  @Test
  void version_isSaid() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("gateway ").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "--prot,option: --prot (expected: one of those",
    "--port,--port: missing (expected: 0-65535)",
    "--port 70000,--port: 70000 (expected: 0-65535)",
    "--management-port x,--management-port: x (expected: 0-65535)",
    "--config,--config: missing (expected: a file)",
    "--config /no/such/file.json,/no/such/file.json: no such file"
  })
  void aBadOption_isNamed(String arguments, String message) {
    assertRefused(run(arguments.split(" ", -1)), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{|json: not readable at line 1",
        "{\"prot\": 1}|prot: 1 (expected: no such property, but host",
        "{\"port\": \"80\"}|port: 80 (expected: 0-65535)",
        "{\"port\": 80, \"port\": 81}|json: not readable",
        "{\"services\": {}}|services: {} (expected: a list of objects)",
        "{\"services\": [{\"name\": \"a\"}]}|services[0].url: missing (expected: http://host:port)",
        "{\"services\": [{\"name\": \"a\", \"url\": \"a:1\"}]}|url: a:1 (expected: http://host",
        "{\"services\": [{\"name\": \"a\", \"url\": \"http://a\", \"x\": 1}]}|services[0].x: 1",
        "{\"allowedTargets\": [\"10.0.0.0/99\"]}|allowedTargets: 10.0.0.0/99 (expected: a host",
        "{\"connectTimeoutMillis\": 0}|connectTimeoutMillis: 0 (expected: 1-86400000)",
        "{\"tokensFile\": \"missing.txt\"}|"
      })
  void aBadFile_isRefusedWithTheSetting(String content, String message) throws IOException {
    assertRefused(run("--config", file(content)), message == null ? "" : message);
  }

  @Test
  void aFileThatCannotBeRead_isSaidSo() throws IOException {
    assertRefused(run("--config", directory.toString()), "a file cannot be read: ");
    err.reset();
    Files.createDirectory(directory.resolve("state.json"));
    assertRefused(
        run("--config", file("{\"stateFile\": \"state.json\"}")), "a file cannot be read: ");
  }

  @Test
  void aDamagedStateFile_isRefused() throws IOException {
    for (String damaged : new String[] {"", "{\"services\": [", "{\"servces\": []}", "\0\0\0"}) {
      err.reset();
      Files.writeString(directory.resolve("state.json"), damaged);
      assertRefused(
          run("--config", file("{\"stateFile\": \"state.json\"}")),
          "state file " + directory.resolve("state.json") + " is damaged: ");
    }
  }

  @Test
  void aBadToken_isRefusedWithoutSayingIt() throws IOException {
    String secret = "canary!secret";
    assertRefused(run(Map.of("GATEWAY_TOKENS", "ADMIN " + secret), "--check"), "token: ");
    assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("canary");
    err.reset();
    Files.writeString(directory.resolve("tokens.txt"), "ADMN " + secret);
    assertRefused(run("--config", file("{\"tokensFile\": \"tokens.txt\"}")), directory.toString());
    assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("canary");
  }

  @Test
  void theExampleFile_isGood() {
    assertThat(run("--config", "gateway.json", "--check")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines("good: 1 services, 1 routes, 0 plugins");
  }

  @Test
  void aPortInUse_isSaidInOneLine() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String config =
          file("{\"host\": \"127.0.0.1\", \"port\": %d}".formatted(taken.getLocalPort()));
      assertThat(run("--config", config, "--management-port", "0")).isEqualTo(1);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .isEqualToIgnoringNewLines("gateway: cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void theProgram_startsPrintsItsTokenOnce_andEndsInOrder() throws Exception {
    Path log = directory.resolve("log");
    try (Program program = new Program(log, "--port", "0", "--management-port", "0")) {
      assertThat(program.token).hasSizeGreaterThan(30);
      assertThat(program.terminate()).isIn(0, 143);
      assertThat(Files.readString(log)).doesNotContain(program.token);
    }
  }
}
