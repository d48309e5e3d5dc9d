package ai.matih.mirror.examples;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.TrafficMirrorBuilder;
import ai.matih.mirror.servlet.MirrorFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.function.UnaryOperator;

/** A primary, its mirror, and what sends copies from the one to the other. */
final class Stage implements AutoCloseable {
  static final String ROUTE = "ai-service-route";

  /** The documented request's body, but for where the mirror is. */
  private static final String CONFIG =
      """
      {"mirrorHost": "127.0.0.1", "mirrorPort": %d,
       "percentage": 50, "synchronous": false, "logResponses": true}
      """;

  final Sightings primarySaw = new Sightings();
  final Sightings mirrorSaw = new Sightings();
  final Service primary;
  final Service target;
  final TrafficMirror mirror;

  Stage(UnaryOperator<TrafficMirrorBuilder> tuning) {
    target = new Service(context -> addShop(context, new Shop(mirrorSaw, 2099)));
    MirrorConfig config = MirrorConfig.fromJson(CONFIG.formatted(target.port()));
    mirror = tuning.apply(TrafficMirror.builder(ROUTE).to(config).reconstructForms()).build();
    primary =
        new Service(
            context -> {
              addShop(context, new Shop(primarySaw, 1999));
              addMirror(context, mirror);
            });
  }

  private static void addShop(ServletContext context, Shop shop) {
    context.addServlet("shop", shop).addMapping("/");
  }

  static void addMirror(ServletContext context, TrafficMirror mirror) {
    FilterRegistration.Dynamic filter = context.addFilter("mirror", new MirrorFilter(mirror));
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(
        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR),
        false,
        "/*");
  }

  @Override
  public void close() {
    primary.close();
    mirror.close();
    target.close();
  }
}
