package ai.matih.mirror.test;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Exchange;
import ai.matih.mirror.TrafficMirrorBuilder;
import ai.matih.mirror.compare.Comparison;
import ai.matih.mirror.compare.ComparisonResult;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A rig whose mirror compares. Its target answers what the server without a mirror does, as a
 * second instance of the same version would, or that with a change.
 */
final class ComparedRig {
  private static final List<String> FRAMING =
      List.of("Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive");

  private final Rig rig;
  private final BlockingQueue<Exchange> exchanges;

  private ComparedRig(Rig rig, BlockingQueue<Exchange> exchanges) {
    this.rig = rig;
    this.exchanges = exchanges;
  }

  static ComparedRig of(
      ContractPart part, Comparison comparison, UnaryOperator<TrafficMirrorBuilder> settings)
      throws Exception {
    BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();
    Rig rig =
        part.rig(builder -> settings.apply(builder.compare(comparison)).listener(exchanges::add));
    return new ComparedRig(rig, exchanges);
  }

  static ComparedRig of(ContractPart part) throws Exception {
    return of(part, Comparison.defaults(), settings -> settings);
  }

  Rig rig() {
    return rig;
  }

  /** Exchanges the request, which the mirror answers equally; checks reply and copy. */
  ComparisonResult compared(WireRequest request) throws IOException {
    return compared(request, reply -> reply);
  }

  /** The same with a mirror that answers this in place of that. */
  ComparisonResult compared(WireRequest request, UnaryOperator<Reply> change) throws IOException {
    Reply plain;
    try (RawClient client = rig.connectPlain()) {
      plain = client.exchange(request);
    }
    rig.recorder().answer(copy -> wire(change.apply(plain), copy.method()));
    try (RawClient client = rig.connect()) {
      assertThat(client.exchange(request).masked())
          .as("the client's reply")
          .isEqualTo(plain.masked());
    }
    rig.copied(request);
    return result();
  }

  /** Of the next exchange that was compared. */
  ComparisonResult result() {
    Exchange exchange = exchange();
    return Objects.requireNonNull(exchange.comparison(), () -> "not compared: " + exchange);
  }

  /** The next exchange that ended. */
  Exchange exchange() {
    try {
      Exchange exchange = exchanges.poll(15, TimeUnit.SECONDS);
      return Objects.requireNonNull(exchange, () -> "no exchange ended: " + rig.mirror().stats());
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** The reply with another framing. */
  static String wire(Reply reply, String method) {
    StringBuilder wire = new StringBuilder(reply.statusLine()).append("\r\n");
    reply.fields().stream()
        .filter(field -> FRAMING.stream().noneMatch(field::is))
        .forEach(field -> wire.append(Field.lines(List.of(field))));
    boolean bodiless = method.equals("HEAD") || reply.status() == 204;
    if (!bodiless) {
      wire.append("Content-Length: ").append(reply.body().length()).append("\r\n");
    }
    return wire.append("\r\n").append(reply.body()).toString();
  }
}
