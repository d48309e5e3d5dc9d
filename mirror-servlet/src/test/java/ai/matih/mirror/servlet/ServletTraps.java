package ai.matih.mirror.servlet;

import ai.matih.mirror.TrafficMirrorBuilder;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/**
 * What containers do to a filter, by the number of each trap. Each test sends its request to one
 * application on two servers: the client's reply must be the same to the last byte with the filter
 * and without, and the copy exact, or its absence counted.
 */
abstract class ServletTraps
    implements RequestTraps, AsyncTraps, ResponseTraps, Http2Traps, ComparisonTraps {
  private final Container container;
  private @Nullable Twins twins;

  ServletTraps(Container container) {
    this.container = container;
  }

  @Override
  public final Twins twins(WebApp app, UnaryOperator<TrafficMirrorBuilder> settings)
      throws Exception {
    twins = new Twins(container, app, settings);
    return twins;
  }

  @AfterEach
  final void nothingIsLeftOver() {
    if (twins != null) {
      twins.close();
    }
  }
}
