package ai.matih.mirror.gateway;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.test.Feature;
import ai.matih.mirror.test.MirrorContract;
import ai.matih.mirror.test.NoLeaks;
import ai.matih.mirror.test.TestApp;
import ai.matih.mirror.test.TestServer;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract, and no buffer leaks, with the application behind the gateway. */
@ExtendWith(NoLeaks.class)
class GatewayContractTest extends MirrorContract {

  @Override
  protected Set<Feature> unsupported() {
    return Set.of(Feature.UPGRADE);
  }

  @Override
  protected TestServer start(TestApp app, @Nullable TrafficMirror mirror) throws Exception {
    return GatewayServer.start(Upstream.start(app), mirror);
  }
}
