package ai.matih.mirror.examples;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.compare.Comparison;
import java.util.List;

/** A primary, a second instance of its version, its next version, and what compares the three. */
final class Trio implements AutoCloseable {
  final Service primary;
  final Service baseline = service(2, List.of());
  final Service candidate;
  final TrafficMirror mirror;

  /**
   * Starts all three.
   *
   * @param regressions what is wrong with the next version
   */
  Trio(List<Regression> regressions) {
    candidate = service(3, regressions);
    mirror =
        TrafficMirror.builder(Stage.ROUTE)
            .to(MirrorConfig.of("127.0.0.1", candidate.port()))
            .baseline("127.0.0.1", baseline.port())
            .compare(Comparison.defaults().ignore("$.trace").unordered("$.items"))
            .build();
    primary =
        new Service(
            context -> {
              context.addServlet("market", new Market(1, List.of())).addMapping("/");
              Stage.addMirror(context, mirror);
            });
  }

  private static Service service(long noise, List<Regression> regressions) {
    return new Service(
        context -> context.addServlet("market", new Market(noise, regressions)).addMapping("/"));
  }

  @Override
  public void close() {
    primary.close();
    mirror.close();
    candidate.close();
    baseline.close();
  }
}
