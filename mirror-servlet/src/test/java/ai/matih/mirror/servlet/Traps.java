package ai.matih.mirror.servlet;

import ai.matih.mirror.TrafficMirrorBuilder;
import java.util.function.UnaryOperator;

/** What tests of traps have to work with. */
interface Traps {

  Twins twins(WebApp app, UnaryOperator<TrafficMirrorBuilder> settings) throws Exception;

  default Twins twins(App app) throws Exception {
    return twins(WebApp.of(app.servlet()), settings -> settings);
  }

  /** Whether the container is of this name. */
  default boolean on(String container) {
    return getClass().getSimpleName().startsWith(container);
  }
}
