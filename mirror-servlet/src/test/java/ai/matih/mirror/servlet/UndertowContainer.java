package ai.matih.mirror.servlet;

import ai.matih.mirror.test.TestServer;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.api.ServletStackTraces;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import java.net.InetSocketAddress;
import java.util.Set;

/** Undertow 2.3. */
final class UndertowContainer implements Container {

  @Override
  public TestServer start(WebApp app) throws Exception {
    ServletContainerInitializer initializer = (classes, target) -> app.register(target);
    DeploymentInfo deployment =
        Servlets.deployment()
            .setClassLoader(UndertowContainer.class.getClassLoader())
            .setContextPath("/")
            .setDeploymentName("app")
            .setServletStackTraces(ServletStackTraces.NONE)
            .addServletContainerInitializer(
                new ServletContainerInitializerInfo(
                    initializer.getClass(), new ImmediateInstanceFactory<>(initializer), Set.of()));
    String errorPage = app.errorPage();
    if (errorPage != null) {
      deployment.addErrorPage(Servlets.errorPage(errorPage));
    }
    DeploymentManager manager = Servlets.newContainer().addDeployment(deployment);
    manager.deploy();
    Undertow undertow =
        Undertow.builder()
            .setServerOption(UndertowOptions.ENABLE_HTTP2, app.http2())
            .setIoThreads(2)
            .addHttpListener(0, "127.0.0.1", manager.start())
            .build();
    undertow.start();
    InetSocketAddress address = (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
    return TestServer.of(
        address.getPort(),
        () -> {
          undertow.stop();
          manager.stop();
          manager.undeploy();
        });
  }
}
