package ai.matih.mirror.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Who a token is, and that nothing ever says it. */
class TokensTest {
  private static final String CANARY = "canary-0123456789-canary";

  @Test
  void aToken_isKnownByItsRole() {
    Tokens tokens =
        Tokens.none().withAll("x", "# who\nADMIN first-token-123456\n\n READER  " + CANARY + "\n");
    assertThat(tokens.role("Bearer first-token-123456")).isEqualTo(Role.ADMIN);
    assertThat(tokens.role("bearer " + CANARY)).isEqualTo(Role.READER);
    assertThat(tokens.role("Bearer " + CANARY + "x")).isNull();
    assertThat(tokens.role("Bearer ")).isNull();
    assertThat(tokens.role(CANARY)).isNull();
    assertThat(tokens.role(null)).isNull();
  }

  @Test
  void oneTokenWithTwoRoles_hasTheHigher() {
    assertThat(
            Tokens.none()
                .withAll("x", "ADMIN " + CANARY + ",READER " + CANARY)
                .role("Bearer " + CANARY))
        .isEqualTo(Role.ADMIN);
  }

  @Test
  void whatIsNoToken_isRefusedWithoutSayingIt() {
    for (String bad : List.of("ADMIN short", "ADMIN " + CANARY + "\"", CANARY, "ROOT " + CANARY)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Tokens.none().withAll("x", bad))
          .withMessageNotContaining("canary")
          .withMessageNotContaining("short");
    }
  }

  @Test
  void noLineExceptionOrText_hasAToken() throws Exception {
    List<String> said = new CopyOnWriteArrayList<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Logger netty = (Logger) LoggerFactory.getLogger("reactor.netty");
    Level before = root.getLevel();
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            said.add(
                event.getFormattedMessage()
                    + event.getKeyValuePairs()
                    + (event.getThrowableProxy() == null
                        ? ""
                        : event.getThrowableProxy().getMessage()));
          }
        };
    appender.setContext(root.getLoggerContext());
    appender.start();
    root.addAppender(appender);
    root.setLevel(Level.TRACE);
    netty.setLevel(Level.INFO);
    try (TestGateway gateway = TestGateway.start(settings -> settings.token(Role.ADMIN, CANARY))) {
      String body = gateway.mirrorBody(50);
      String path = "routes/" + TestGateway.ROUTE + "/mirror";
      for (String token : List.of(CANARY, CANARY + "-wrong")) {
        HttpResponse<String> reply = gateway.call("POST", path, body, "Bearer " + token);
        said.add(reply.body());
        said.add(gateway.call("POST", path, "{\"x\": 1}", "Bearer " + token).body());
        said.add(gateway.call("GET", path, "", "Bearer " + token).body());
        said.add(gateway.call("GET", "nothing", "", "Bearer " + token).body());
      }
      said.add(gateway.gateway.toString());
      said.add(Tokens.none().with(Role.ADMIN, CANARY).toString());
    } finally {
      root.setLevel(before);
      netty.setLevel(Level.OFF);
      root.detachAppender(appender);
    }
    assertThat(said).isNotEmpty().noneMatch(line -> line.contains("canary"));
  }
}
