package ai.matih.mirror.servlet;

import ai.matih.mirror.test.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.descriptor.web.ErrorPage;

/** Tomcat, of the version on the class path. */
final class TomcatContainer implements Container {
  private final Map<String, String> properties;

  TomcatContainer() {
    this(Map.of());
  }

  /** With these properties of its connector. */
  TomcatContainer(Map<String, String> properties) {
    this.properties = properties;
  }

  @Override
  public TestServer start(WebApp app) throws Exception {
    Path directory = Files.createTempDirectory("tomcat");
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(directory.toString());
    tomcat.setPort(0);
    Connector connector = tomcat.getConnector();
    connector.setProperty("address", "127.0.0.1");
    properties.forEach(connector::setProperty);
    if (app.http2()) {
      connector.addUpgradeProtocol(new Http2Protocol());
    }
    ErrorReportValve report = new ErrorReportValve();
    report.setShowReport(false);
    tomcat.getHost().getPipeline().addValve(report);
    Context context = tomcat.addContext("", directory.toString());
    context.addServletContainerInitializer((classes, target) -> app.register(target), Set.of());
    String errorPage = app.errorPage();
    if (errorPage != null) {
      ErrorPage page = new ErrorPage();
      page.setLocation(errorPage);
      context.addErrorPage(page);
    }
    tomcat.start();
    return TestServer.of(
        connector.getLocalPort(),
        () -> {
          tomcat.stop();
          tomcat.destroy();
        });
  }
}
