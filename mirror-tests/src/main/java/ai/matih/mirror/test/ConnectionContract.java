package ai.matih.mirror.test;

import static ai.matih.mirror.test.WireRequest.get;
import static ai.matih.mirror.test.WireRequest.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Requests that share a connection, or the server's time, have nothing else in common. */
interface ConnectionContract extends ContractPart {

  @Test
  default void keepAlive_eachCopyHasItsOwnCredentials() throws Exception {
    Rig rig = rig();
    CountDownLatch allSent = new CountDownLatch(1);
    rig.recorder()
        .answer(
            request -> {
              Await.open(allSent);
              return Recorder.OK;
            });
    List<WireRequest> requests = new ArrayList<>();
    try (RawClient plain = rig.connectPlain();
        RawClient client = rig.connect()) {
      for (int i = 0; i < 20; i++) {
        WireRequest request =
            post("/echo/" + i, "body of " + i).with("Authorization", "Bearer user-" + i);
        if (i % 2 == 0) {
          request = get("/echo/" + i).with("Cookie", "session=" + i).with("X-Only-" + i, "1");
        }
        requests.add(request);
        assertThat(client.exchange(request).masked()).isEqualTo(plain.exchange(request).masked());
      }
    }
    allSent.countDown();
    rig.copiedInAnyOrder(requests);
  }

  @Test
  default void pipelined_requestsStaySeparate() throws Exception {
    Rig rig = rig();
    List<WireRequest> requests = new ArrayList<>();
    StringBuilder wire = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      WireRequest request =
          switch (i % 4) {
            case 0 -> get("/echo/" + i).with("X-Number", "" + i);
            case 1 -> post("/echo/" + i, Bodies.ofLength(100 * i));
            case 2 -> WireRequest.of("POST", "/echo/" + i).withChunks("chunked " + i, 3);
            default -> WireRequest.of("HEAD", "/echo/" + i);
          };
      requests.add(request);
      wire.append(request.wire());
    }
    try (RawClient plain = rig.connectPlain();
        RawClient client = rig.connect()) {
      plain.send(wire.toString());
      client.send(wire.toString());
      for (WireRequest request : requests) {
        assertThat(client.reply(request.method()).masked())
            .isEqualTo(plain.reply(request.method()).masked());
      }
    }
    rig.copiedInAnyOrder(requests);
  }

  @Test
  default void concurrent_requestsStaySeparate() throws Exception {
    Rig rig = rig();
    List<WireRequest> requests = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String body = Bodies.ofLength(i * 37 % 5000);
      requests.add(
          i % 3 == 0
              ? WireRequest.of("POST", "/" + i).withChunks(body, 1 + i)
              : post("/" + i, body));
    }
    ExecutorService clients = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> results = new ArrayList<>();
      for (int from = 0; from < requests.size(); from += 50) {
        List<WireRequest> part = requests.subList(from, from + 50);
        results.add(clients.submit(() -> exchange(rig, part)));
      }
      for (Future<?> result : results) {
        result.get(30, TimeUnit.SECONDS);
      }
    } finally {
      clients.shutdownNow();
    }
    rig.copiedInAnyOrder(requests);
  }

  private static Void exchange(Rig rig, List<WireRequest> requests) throws IOException {
    try (RawClient client = rig.connect()) {
      for (WireRequest request : requests) {
        Reply reply = client.exchange(request);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).startsWith("POST " + request.target() + "\n");
        assertThat(reply.body()).endsWith(request.body());
      }
    }
    return null;
  }
}
