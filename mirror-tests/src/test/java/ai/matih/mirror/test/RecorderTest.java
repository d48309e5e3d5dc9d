package ai.matih.mirror.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecorderTest {
  private static final String GET = "GET /a?b HTTP/1.1\r\nHost: h\r\n";

  @Test
  void recordsWhatWasSent_byteForByte() throws IOException {
    WireRequest request = WireRequest.post("/a%zz|", Bodies.ofLength(300)).with("x-One", "\u00E9");
    try (Recorder recorder = Recorder.start();
        RawClient client = RawClient.connect(recorder.port())) {
      assertThat(client.exchange(request).masked()).isEqualTo(Recorder.OK);
      assertThat(client.exchange(WireRequest.get("/2")).status()).isEqualTo(200);
      RecordedRequest recorded = recorder.take();
      assertThat(recorded.raw()).isEqualTo(request.wire());
      assertThat(recorded.fields()).isEqualTo(request.fields());
      assertThat(recorded.body()).isEqualTo(request.body());
      assertThat(recorder.take().target()).isEqualTo("/2");
      assertThat(recorder.connections()).isEqualTo(1);
      recorder.assertQuiet();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        GET + "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx",
        GET + "Content-Length: +1\r\n\r\nx",
        GET + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        GET + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        GET + "Host: h\r\n\r\n",
        GET + "X : y\r\n\r\n",
        GET + " folded\r\n\r\n",
        GET + "X: y\n\r\n\r\n",
        GET + "X: a\rb\r\n\r\n",
        GET + "X: \u0000\r\n\r\n",
        GET + "Content-Length: 5\r\n\r\nfour",
        GET,
        "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET  HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: h\r\n\r\n",
        "G T / HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n",
        GET + "\r\nx"
      })
  void whatIsNoCopy_isAViolation(String bytes) throws IOException {
    try (Recorder recorder = Recorder.start();
        RawClient client = RawClient.connect(recorder.port())) {
      client.send(bytes).endSending();
      // The recorder has seen all of it when it closes the connection.
      while (!client.atEnd()) {
        client.reply("GET");
      }
      recorder.poll();
      assertThatThrownBy(recorder::assertQuiet).hasMessageContaining("violations");
    }
  }

  @Test
  void requestBeforeTheAnswer_isAViolation() throws IOException {
    try (Recorder recorder = Recorder.start();
        RawClient client = RawClient.connect(recorder.port())) {
      String two = WireRequest.get("/1").wire() + WireRequest.get("/2").wire();
      client.send(two).reply("GET");
      recorder.take();
      client.reply("GET");
      recorder.take();
      assertThatThrownBy(recorder::assertQuiet).hasMessageContaining("bytes before the answer");
    }
  }

  @Test
  void requestThatNobodyTook_isLeftOver() throws IOException {
    try (Recorder recorder = Recorder.start();
        RawClient client = RawClient.connect(recorder.port())) {
      client.exchange(WireRequest.get("/"));
      assertThatThrownBy(recorder::assertQuiet).hasMessageContaining("nobody expected");
    }
  }
}
