package ai.matih.mirror.test;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.MirrorStats;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.TrafficMirrorBuilder;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one test of an adapter works with: a server without a mirror, the same server with one, and
 * the {@link Recorder} that gets the copies.
 *
 * <p>A test says how each request that it sends is to end for the mirror ({@link #expect}); {@link
 * #close()} fails unless the counters say exactly that, no byte is held, nothing is in flight and
 * no copy is left over.
 */
public final class Rig implements AutoCloseable {
  /** The route of its mirror. */
  public static final String ROUTE = "contract";

  /** Starts a server for an application, mirrored or not. */
  @FunctionalInterface
  public interface Starter {

    /** Starts the server on a free port of the loopback interface. */
    TestServer start(TestApp app, @Nullable TrafficMirror mirror) throws Exception;
  }

  private final TestApp plainApp = new TestApp();
  private final TestApp app = new TestApp();
  private final Recorder recorder = Recorder.start();
  private final TrafficMirror mirror;
  private final TestServer plainServer;
  private final TestServer server;
  private final Map<Outcome, Long> expected = new EnumMap<>(Outcome.class);
  private ExpectedCopy copies;

  Rig(Starter starter, Set<Feature> unsupported, UnaryOperator<TrafficMirrorBuilder> settings)
      throws Exception {
    mirror = settings.apply(TrafficMirror.builder(ROUTE).to(config())).build();
    plainServer = starter.start(plainApp, null);
    server = starter.start(app, mirror);
    String authority = "127.0.0.1:" + recorder.port();
    copies = new ExpectedCopy(ROUTE, authority, unsupported, false, List.of(), List.of());
  }

  /** A configuration that mirrors everything to the recorder. */
  public MirrorConfig config() {
    return MirrorConfig.of("127.0.0.1", recorder.port());
  }

  /** The application behind the mirrored server. */
  public TestApp app() {
    return app;
  }

  /** From now on both servers' applications answer so at {@link TestApp#TOLD}. */
  public Rig telling(Function<TestApp.Call, TestApp.Answer> answers) {
    plainApp.tell(answers);
    app.tell(answers);
    return this;
  }

  /** Gets the copies. */
  public Recorder recorder() {
    return recorder;
  }

  /** The mirror under test. */
  public TrafficMirror mirror() {
    return mirror;
  }

  /** Connects to the mirrored server. */
  public RawClient connect() throws IOException {
    return RawClient.connect(server.port());
  }

  /** Connects to the server without a mirror. */
  public RawClient connectPlain() throws IOException {
    return RawClient.connect(plainServer.port());
  }

  /** From now on copies keep the Host field. */
  Rig preservingHost() {
    copies =
        new ExpectedCopy(
            copies.route(),
            copies.authority(),
            copies.unsupported(),
            true,
            copies.dropped(),
            copies.set());
    return this;
  }

  /** From now on copies are without the fields of these names, and with these fields. */
  Rig changing(List<String> dropped, List<Field> set) {
    copies =
        new ExpectedCopy(
            copies.route(),
            copies.authority(),
            copies.unsupported(),
            copies.preserveHost(),
            dropped,
            set);
    return this;
  }

  /** One more request is to end so. */
  public Rig expect(Outcome outcome) {
    expected.merge(outcome, 1L, Long::sum);
    return this;
  }

  /**
   * Sends the request to both servers, each over a connection of its own, and checks that the
   * client cannot tell them apart.
   */
  public Reply exchange(WireRequest request) throws IOException {
    return exchange(request.wire(), request.method());
  }

  /** The same with the bytes of a request with this method. */
  public Reply exchange(String wire, String method) throws IOException {
    Reply plain;
    try (RawClient client = connectPlain()) {
      plain = client.send(wire).reply(method);
    }
    try (RawClient client = connect()) {
      Reply reply = client.send(wire).reply(method);
      assertThat(reply.masked()).as("the client's reply").isEqualTo(plain.masked());
      return reply;
    }
  }

  /** Exchanges the request and checks its copy. */
  public RecordedRequest mirrored(WireRequest request) throws IOException {
    int before = app.started();
    exchange(request);
    assertThat(app.started()).as("calls of the application").isEqualTo(before + 1);
    return copied(request);
  }

  /** Exchanges the request, of which there is to be no copy for this reason. */
  public Reply notMirrored(WireRequest request, Outcome outcome) throws IOException {
    expect(outcome);
    return exchange(request);
  }

  /** Exchanges the request, which is filtered, or of a kind that the server keeps to itself. */
  void filtered(WireRequest request, Feature kind) throws IOException {
    if (copies.unsupported().contains(kind)) {
      exchange(request);
    } else {
      notMirrored(request, Outcome.FILTERED);
    }
  }

  /**
   * Exchanges a request that the server may refuse before an adapter sees it, and the copy of which
   * may be dropped for this reason: if there is one, it is exact.
   */
  public void mirroredIfOffered(WireRequest request, Outcome otherwise) throws IOException {
    long offered = mirror.stats().offered();
    int started = app.started();
    exchange(request);
    if (mirror.stats().offered() == offered) {
      assertThat(app.started()).as("calls that were not offered").isEqualTo(started);
    } else {
      copiedOr(request, otherwise);
    }
  }

  /** The request, that was sent, is copied exactly, or ends so. */
  public void copiedOr(WireRequest request, Outcome otherwise) {
    long others = expected.getOrDefault(otherwise, 0L);
    long responded = expected.getOrDefault(Outcome.RESPONDED, 0L);
    Await.until(
        () -> count(otherwise) > others || count(Outcome.RESPONDED) > responded,
        () -> "neither copied nor " + otherwise + ": " + mirror.stats());
    if (count(otherwise) > others) {
      expect(otherwise);
    } else {
      copied(request);
    }
  }

  /** Takes the next copy and checks that it is this request's. */
  public RecordedRequest copied(WireRequest request) {
    RecordedRequest copy = recorder.take();
    copies.check(request, copy);
    expect(Outcome.RESPONDED);
    return copy;
  }

  /** Takes as many copies as there are requests, in any order, and checks each. */
  public void copiedInAnyOrder(List<WireRequest> requests) {
    Map<String, WireRequest> byTarget = new HashMap<>();
    requests.forEach(request -> byTarget.put(request.target(), request));
    assertThat(byTarget).as("requests by target").hasSameSizeAs(requests);
    while (!byTarget.isEmpty()) {
      RecordedRequest copy = recorder.take();
      WireRequest request = byTarget.remove(copy.target());
      assertThat(request).as("the request of %s", copy).isNotNull();
      copies.check(Objects.requireNonNull(request), copy);
      expect(Outcome.RESPONDED);
    }
  }

  /** How many requests have ended so by now. */
  public long count(Outcome outcome) {
    return mirror.stats().count(outcome);
  }

  /** Waits until so many requests have been offered. */
  public void awaitOffered(long offered) {
    Await.until(
        () -> mirror.stats().offered() >= offered,
        () -> "offered " + offered + ", " + mirror.stats());
  }

  /** Waits until every request has ended as expected and nothing is left of it. */
  public void settle() {
    Await.until(
        () -> {
          MirrorStats stats = mirror.stats();
          return stats.inFlight() == 0 && stats.heldBytes() == 0 && ended().equals(expected);
        },
        () -> "expected " + expected + ", " + mirror.stats());
    long sum = expected.values().stream().mapToLong(Long::longValue).sum();
    assertThat(mirror.stats().offered()).as("offered").isEqualTo(sum);
    recorder.assertQuiet();
  }

  /** How many requests have ended how; what did not occur is left out. */
  private Map<Outcome, Long> ended() {
    Map<Outcome, Long> ended = new EnumMap<>(mirror.stats().outcomes());
    ended.values().removeIf(count -> count == 0);
    return ended;
  }

  /** Settles, then lets go of everything, in any case. */
  @Override
  public void close() {
    try (recorder;
        mirror;
        plainServer;
        server) {
      app.openGate();
      plainApp.openGate();
      settle();
    }
  }
}
