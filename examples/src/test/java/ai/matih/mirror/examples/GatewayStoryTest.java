package ai.matih.mirror.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class GatewayStoryTest {

  @Test
  void theStory_addsUp() {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    int status = GatewayStory.tell(200, new PrintStream(output, true, UTF_8));
    String told = output.toString(UTF_8);
    assertThat(told)
        .contains("POST /routes/ai-service-route/mirror", "PATCH /plugins/", "DELETE /plugins/")
        .contains("200 requests through the gateway, 200 copies")
        .contains("200 requests through the gateway, 0 copies")
        .endsWith("All adds up." + System.lineSeparator());
    assertThat(status).isZero();
  }
}
