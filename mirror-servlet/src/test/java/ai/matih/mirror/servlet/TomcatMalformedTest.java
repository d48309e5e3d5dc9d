package ai.matih.mirror.servlet;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.test.MalformedContract;
import ai.matih.mirror.test.TestApp;
import ai.matih.mirror.test.TestServer;

class TomcatMalformedTest extends MalformedContract {

  @Override
  protected TestServer start(TestApp app, TrafficMirror mirror) throws Exception {
    return new TomcatContainer().start(WebApp.of(new TestAppServlet(app)).mirroredBy(mirror));
  }
}
