package ai.matih.mirror.test;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Exchange;
import ai.matih.mirror.ObservedResponse;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each reply reaches the client unchanged, and the listener hears of exactly that reply. */
interface ResponseContract extends ContractPart {

  @TestFactory
  default Stream<DynamicTest> everyReply_isObserved() throws Exception {
    BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();
    Rig rig = rig(settings -> settings.listener(exchanges::add));
    return Stream.of(
            "/echo",
            TestApp.BIG,
            TestApp.EMPTY,
            TestApp.FIELDS,
            "/status/201",
            "/status/302",
            "/status/404",
            "/status/500",
            "/status/503")
        .map(
            target ->
                DynamicTest.dynamicTest(
                    target,
                    () -> {
                      WireRequest request = WireRequest.get(target);
                      Reply reply = rig.exchange(request);
                      rig.copied(request);
                      assertObserved(reply, exchanges.poll(10, TimeUnit.SECONDS), true);
                    }));
  }

  @Test
  default void replyToHead_isObservedWithoutABody() throws Exception {
    BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();
    Rig rig = rig(settings -> settings.listener(exchanges::add));
    rig.recorder().answer(request -> "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
    WireRequest request = WireRequest.of("HEAD", "/echo");
    Reply reply = rig.exchange(request);
    rig.copied(request);
    assertObserved(reply, exchanges.poll(10, TimeUnit.SECONDS), true);
  }

  @Test
  default void errorPageOfTheServer_isNotMistaken() throws Exception {
    BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();
    Rig rig = rig(settings -> settings.listener(exchanges::add));
    WireRequest request = WireRequest.post(TestApp.THROW, "body");
    Reply reply = rig.exchange(request);
    rig.copied(request);
    assertThat(reply.status()).isEqualTo(500);
    assertObserved(reply, exchanges.poll(10, TimeUnit.SECONDS), false);
  }

  private static void assertObserved(Reply reply, @Nullable Exchange exchange, boolean whole) {
    assertThat(exchange).isNotNull();
    ObservedResponse primary = Objects.requireNonNull(exchange).primary();
    assertThat(exchange.response()).as("the mirror's response").isNotNull();
    if (primary == null && !whole) {
      return;
    }
    assertThat(primary).as("the primary's response").isNotNull();
    Objects.requireNonNull(primary);
    assertThat(primary.status()).isEqualTo(reply.status());
    assertThat(primary.bodyWhole() || !whole).as("body seen whole").isTrue();
    if (primary.bodyWhole()) {
      CRC32C checksum = new CRC32C();
      checksum.update(Latin1.bytes(reply.body()));
      assertThat(primary.bodyLength()).isEqualTo(reply.body().length());
      assertThat(primary.bodyChecksum()).isEqualTo(checksum.getValue());
      assertThat(primary.contentType())
          .as("content type")
          .isEqualTo(reply.values("Content-Type").stream().findFirst().orElse(null));
    }
  }
}
