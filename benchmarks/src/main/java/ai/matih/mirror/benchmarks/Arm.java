package ai.matih.mirror.benchmarks;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.PercentageSampler;
import ai.matih.mirror.Sampler;
import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.TrafficMirrorBuilder;
import ai.matih.mirror.benchmarks.peers.PeerFilter;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a service under test has in front of its application. */
enum Arm {
  BARE("bare"),
  CONTROL("bare again"),
  NOT_SAMPLED("not sampled"),
  MIRRORED("mirrored"),
  COMPARED("mirrored and compared"),
  /** With a byte budget that bodies of 64 KiB can exhaust. */
  BOUNDED("mirrored within 8 MiB"),
  JDK("filter on the JDK's client"),
  REACTOR("filter on reactor-netty"),
  APACHE("filter on Apache HttpClient 5");

  private static final double HARDLY_ANY = 0x1p-60;

  static final long BUDGET = 8 * 1024 * 1024;

  final String label;

  Arm(String label) {
    this.label = label;
  }

  /** Whether a copy of each request is to come to the target. */
  boolean copies() {
    return this != BARE && this != CONTROL && this != NOT_SAMPLED;
  }

  /** The mirror to a target on this port, or null where there is none. */
  @Nullable TrafficMirror mirror(int port) {
    MirrorConfig all = MirrorConfig.of("127.0.0.1", port).withLogResponses(false);
    return switch (this) {
      case NOT_SAMPLED -> mirror(all, builder -> builder.sampler(hardlyAny()));
      case MIRRORED -> mirror(all, builder -> builder);
      case COMPARED -> mirror(all.withLogResponses(true), builder -> builder);
      case BOUNDED -> mirror(all, builder -> builder.maxHeldBytes(BUDGET));
      case BARE, CONTROL, JDK, REACTOR, APACHE -> null;
    };
  }

  /** Decides by each request's id, as it would not be where all or none are copied. */
  private static Sampler hardlyAny() {
    PercentageSampler sampler = PercentageSampler.of("benchmark");
    return (request, share) -> sampler.sample(request, HARDLY_ANY);
  }

  private static TrafficMirror mirror(
      MirrorConfig config, UnaryOperator<TrafficMirrorBuilder> tuning) {
    return tuning.apply(TrafficMirror.builder("benchmark").to(config)).build();
  }

  /** The filter that one would write instead, or null where there is none. */
  @Nullable PeerFilter peer(int port) {
    return switch (this) {
      case JDK -> PeerFilter.jdk(port);
      case REACTOR -> PeerFilter.reactor(port);
      case APACHE -> PeerFilter.apache(port);
      case BARE, CONTROL, NOT_SAMPLED, MIRRORED, COMPARED, BOUNDED -> null;
    };
  }
}
