package ai.matih.mirror.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Outcome;
import ai.matih.mirror.test.RawClient;
import ai.matih.mirror.test.Reply;
import ai.matih.mirror.test.WireRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many requests of all shapes, over 16 connections: each arrives once at the service and once at
 * the mirror, byte for byte. {@code -Dgateway.requests=1000000} sends more.
 */
class TrafficTest {
  private static final int CLIENTS = 16;
  private static final int MOST_BEHIND = 500;
  private static final List<String> METHODS =
      List.of("GET", "GET", "POST", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "QUERY");
  private static final List<String> TARGETS =
      List.of(
          "/ai/%d",
          "/ai/%d?a=1&b",
          "/ai/|%d",
          "/ai/%%zz/%d",
          "/ai//%d",
          "/ai?%d?b=c",
          "/ai/%d/../x",
          "/ai/;p=%d",
          "/ai/\u00C3\u00A9?%d");
  private static final String BYTES = bytes();

  private static String bytes() {
    StringBuilder bytes = new StringBuilder();
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      bytes.append((char) random.nextInt(256));
    }
    return bytes.toString();
  }

  @Test
  @Timeout(1200)
  void everyRequest_arrivesOnceAtBoth_byteForByte() throws Exception {
    int requests = Integer.getInteger("gateway.requests", 20_000);
    try (DigestServer service = new DigestServer("service");
        DigestServer mirror = new DigestServer("mirror");
        Gateway gateway =
            TestGateway.builder(service.port())
                .mirrorSettings(
                    settings ->
                        settings
                            .maxInFlight(10_000)
                            .timeout(Duration.ofMinutes(1))
                            .exchangeTimeout(Duration.ofMinutes(1)))
                .start()) {
      TestGateway.configure(gateway, TestGateway.ROUTE, mirror.port(), 100);
      AtomicInteger next = new AtomicInteger();
      long start = System.nanoTime();
      ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
      try {
        List<Future<Integer>> ends = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
          ends.add(clients.submit(() -> send(gateway, next, requests, mirror)));
        }
        for (Future<Integer> end : ends) {
          assertThat(end.get(20, TimeUnit.MINUTES)).as("failed requests").isZero();
        }
      } finally {
        clients.shutdownNow();
      }
      Waiting.until(() -> mirror.count() == requests, () -> TestGateway.stats(gateway).all());
      System.out.printf(
          "%d requests in %d s, each once at service and mirror%n",
          requests, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
      assertThat(service.count()).isEqualTo(requests);
      assertThat(service.wrong()).isEmpty();
      assertThat(mirror.wrong()).isEmpty();
      Waiting.until(
          () -> TestGateway.outcome(gateway, Outcome.RESPONDED) == requests,
          () -> TestGateway.stats(gateway).all());
    }
  }

  /** Sends until all are sent; how many failed. */
  private static int send(Gateway gateway, AtomicInteger next, int requests, DigestServer mirror)
      throws Exception {
    int failed = 0;
    try (RawClient client = RawClient.connect(gateway.port())) {
      for (int number = next.getAndIncrement();
          number < requests;
          number = next.getAndIncrement()) {
        // The mirror drops what it cannot keep up with; here all is to be seen.
        int sent = number;
        Waiting.until(
            () -> sent - mirror.count() <= MOST_BEHIND, () -> TestGateway.stats(gateway).all());
        WireRequest request = DigestServer.summed(request(number), number);
        Reply reply = client.exchange(request);
        boolean head = request.method().equals("HEAD");
        boolean good =
            reply.status() == 200 && (head || reply.body().equals(DigestServer.sum(request)));
        failed += good ? 0 : 1;
      }
    }
    return failed;
  }

  private static WireRequest request(int number) {
    Random random = new Random(number);
    String target = TARGETS.get(random.nextInt(TARGETS.size())).formatted(number);
    WireRequest request = WireRequest.of(METHODS.get(random.nextInt(METHODS.size())), target);
    for (int i = random.nextInt(6); i > 0; i--) {
      String name = random.nextBoolean() ? "X-T-" + random.nextInt(3) : "x-t-Same";
      request =
          request.with(name, i == 3 ? "" : "v " + BYTES.charAt(number % 1000) % 90 + "\u00E9");
    }
    if (request.method().equals("HEAD") || random.nextInt(3) == 0) {
      return request;
    }
    int length = random.nextInt(100) == 0 ? random.nextInt(100_000) : random.nextInt(2_000);
    int from = random.nextInt(BYTES.length() - length);
    String body = random.nextInt(20) == 0 ? "" : BYTES.substring(from, from + length);
    return random.nextBoolean()
        ? request.withBody(body)
        : request.withChunks(body, 1 + random.nextInt(5_000));
  }
}
