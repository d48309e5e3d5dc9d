package ai.matih.mirror.servlet;

import ai.matih.mirror.test.TestServer;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty 12.1 with its environment for Servlet 6.0. */
final class JettyContainer implements Container {

  @Override
  public TestServer start(WebApp app) throws Exception {
    Server server = new Server();
    HttpConfiguration configuration = new HttpConfiguration();
    ServerConnector connector =
        new ServerConnector(server, new HttpConnectionFactory(configuration));
    if (app.http2()) {
      connector.addConnectionFactory(new HTTP2CServerConnectionFactory(configuration));
    }
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServletContainerInitializer((classes, target) -> app.register(target));
    String errorPage = app.errorPage();
    if (errorPage != null) {
      ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
      pages.addErrorPage(400, 599, errorPage);
      context.setErrorHandler(pages);
    }
    server.setHandler(context);
    server.start();
    return TestServer.of(connector.getLocalPort(), server::stop);
  }
}
