package ai.matih.mirror.servlet;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.test.Feature;
import ai.matih.mirror.test.SecretsContract;
import ai.matih.mirror.test.TestApp;
import ai.matih.mirror.test.TestServer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

class TomcatSecretsTest extends SecretsContract {

  @Override
  protected TestServer start(TestApp app, @Nullable TrafficMirror mirror) throws Exception {
    return new TomcatContainer().start(WebApp.of(new TestAppServlet(app)).mirroredBy(mirror));
  }

  @Override
  protected Set<Feature> unsupported() {
    return Set.of(Feature.HEADER_ORDER, Feature.HEADER_CASE);
  }
}
