package ai.matih.mirror.servlet;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.test.Feature;
import ai.matih.mirror.test.MirrorContract;
import ai.matih.mirror.test.TestApp;
import ai.matih.mirror.test.TestServer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The contract of all adapters, on a container. */
abstract class ServletContract extends MirrorContract {
  private final Container container;

  ServletContract(Container container) {
    this.container = container;
  }

  @Override
  protected TestServer start(TestApp app, @Nullable TrafficMirror mirror) throws Exception {
    return container.start(WebApp.of(new TestAppServlet(app)).mirroredBy(mirror));
  }

  /** The API groups header fields by name. */
  @Override
  protected Set<Feature> unsupported() {
    return Set.of(Feature.HEADER_ORDER, Feature.HEADER_CASE);
  }
}
