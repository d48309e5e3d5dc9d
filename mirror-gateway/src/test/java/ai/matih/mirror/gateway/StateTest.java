package ai.matih.mirror.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.mirror.MirrorConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changes outlive the gateway, whole, however it ends. */
class StateTest {
  private Path directory;

  @BeforeEach
  void in(@TempDir Path directory) {
    this.directory = directory;
  }

  private Path file() {
    return directory.resolve("state.json");
  }

  @Test
  void changes_areThereAfterARestart() throws Exception {
    String id;
    try (TestGateway gateway = TestGateway.start(settings -> settings.stateFile(file()))) {
      gateway.call("POST", "services", "{\"name\": \"s\", \"url\": \"http://127.0.0.1:1\"}");
      gateway.call("POST", "services/s/routes", "{\"name\": \"r\", \"paths\": [\"/r\"]}");
      id = TestGateway.id(gateway.mirror(50));
      assertThat(Files.readString(file()))
          .contains("\"r\"", id)
          .doesNotContain("\"ai\"", TestGateway.ADMIN, TestGateway.READER);
      assertThat(Files.getPosixFilePermissions(file()))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
    try (TestGateway gateway = TestGateway.start(settings -> settings.stateFile(file()))) {
      assertThat(gateway.call("GET", "services", "").body()).contains("\"/r\"", "\"/ai\"");
      Fields mirror =
          TestGateway.data(gateway.call("GET", "routes/" + TestGateway.ROUTE + "/mirror", ""));
      assertThat(mirror.text("pluginId", "")).isEqualTo(id);
      assertThat(mirror.object("config")).containsEntry("percentage", 50);
      assertThat(gateway.call("DELETE", "plugins/" + id, "").statusCode()).isEqualTo(204);
    }
    assertThat(Files.readString(file())).doesNotContain(id);
  }

  @Test
  void aChangeThatCannotBeKept_isNotMade() throws Exception {
    Path gone = Files.createDirectory(directory.resolve("gone"));
    try (TestGateway gateway =
        TestGateway.start(settings -> settings.stateFile(gone.resolve("state.json")))) {
      Files.delete(gone);
      HttpResponse<String> failed = gateway.mirror(50);
      assertThat(failed.statusCode()).isEqualTo(500);
      assertThat(failed.body()).contains("MATIH-GW-5001").doesNotContain(gone.toString());
      assertThat(gateway.call("GET", "routes/" + TestGateway.ROUTE + "/mirror", "").statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void leftoverOfAWriteThatDidNotEnd_isNoHindrance() throws IOException {
    Files.writeString(directory.resolve("state.json.new"), "{\"serv");
    StateFile file = new StateFile(file());
    assertThat(file.readBeside(State.EMPTY)).isEqualTo(State.EMPTY);
    State state =
        State.EMPTY.with(Plugin.create(null, null, true, MirrorConfig.of("127.0.0.1", 1)));
    file.write(Json.writeLines(state.toMapBeside(State.EMPTY)));
    assertThat(file.readBeside(State.EMPTY)).isEqualTo(state);
  }

  @Test
  void aDamagedFile_isRefused() throws IOException {
    Files.writeString(file(), "{\"services\": [");
    assertThatThrownBy(() -> TestGateway.builder(1).stateFile(file()).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("state file " + file() + " is damaged: ");
  }

  /**
   * The file is killed for between two writes, or within one: what is there afterwards is what the
   * last answered change left, or the one after it. {@code -Dgateway.kills=50} kills more often.
   */
  @Test
  @Timeout(600)
  void killedWhileItChanges_theFileIsTheOldOneOrTheNew() throws Exception {
    int kills = Integer.getInteger("gateway.kills", 3);
    Path config =
        Files.writeString(
            directory.resolve("gateway.json"),
            """
            {"host": "127.0.0.1", "port": 0, "managementPort": 0, "stateFile": "state.json",
             "services": [{"name": "s", "url": "http://127.0.0.1:1",
                           "routes": [{"name": "r", "paths": ["/"]}]}]}""");
    int last = 0;
    for (int kill = 0; kill < kills; kill++) {
      try (Program program = new Program(directory.resolve("log"), "--config", config.toString())) {
        AtomicInteger answered = new AtomicInteger(last);
        int first = last;
        Thread changes = new Thread(() -> change(program, first + 1, answered));
        changes.start();
        int enough = first + 20 + kill % 7;
        while (answered.get() < enough && changes.isAlive()) {
          Thread.onSpinWait();
        }
        program.kill();
        changes.join();
        assertThat(answered.get()).isGreaterThanOrEqualTo(enough);
        int kept =
            new StateFile(file())
                .readBeside(State.EMPTY).plugins().values().stream()
                    .mapToInt(plugin -> plugin.config().mirrorPort())
                    .findFirst()
                    .orElseThrow();
        assertThat(kept).isBetween(answered.get(), answered.get() + 1);
        last = kept;
      }
    }
  }

  /** The changes are numbered by their port; goes on until nobody answers. */
  private static void change(Program program, int first, AtomicInteger answered) {
    HttpClient client = HttpClient.newHttpClient();
    try {
      for (int number = first; ; number++) {
        HttpResponse<String> reply =
            client.send(
                HttpRequest.newBuilder(
                        URI.create(
                            "http://127.0.0.1:"
                                + program.managementPort
                                + "/api/v1/gateway/routes/r/mirror"))
                    .header("Authorization", "Bearer " + program.token)
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "{\"mirrorHost\": \"127.0.0.1\", \"mirrorPort\": %d}"
                                .formatted(number)))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(reply.statusCode()).isEqualTo(200);
        answered.set(number);
      }
    } catch (IOException | InterruptedException e) {
      // Killed.
    }
  }
}
