package ai.matih.mirror.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.test.RawClient;
import ai.matih.mirror.test.Recorder;
import ai.matih.mirror.test.TestServer;
import ai.matih.mirror.test.WireRequest;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContainerInitializer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.servlet.FilterRegistrationBean;

/** A Spring application registers the filter with Spring Boot's own bean. */
class TomcatSpringRegistrationTest {

  private static FilterRegistrationBean<MirrorFilter> registration(TrafficMirror mirror) {
    FilterRegistrationBean<MirrorFilter> bean =
        new FilterRegistrationBean<>(new MirrorFilter(mirror));
    bean.setOrder(Integer.MIN_VALUE);
    bean.setDispatcherTypes(
        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
    return bean;
  }

  @Test
  void registeredFilter_mirrorsSynchronousAndAsynchronousRequests() throws Exception {
    try (Recorder recorder = Recorder.start();
        TrafficMirror mirror =
            TrafficMirror.builder("spring")
                .to(MirrorConfig.of("127.0.0.1", recorder.port()))
                .build()) {
      App app =
          (request, response) -> {
            byte[] body = request.getInputStream().readAllBytes();
            if (request.getRequestURI().equals("/async")) {
              AsyncContext context = request.startAsync(request, response);
              context.start(
                  () -> {
                    response.setStatus(200 + body.length);
                    context.complete();
                  });
            } else {
              response.setStatus(200 + body.length);
            }
          };
      ServletContainerInitializer initializer =
          (classes, context) -> {
            registration(mirror).onStartup(context);
            WebApp.of(app.servlet()).register(context);
          };
      try (TestServer server = start(initializer);
          RawClient client = RawClient.connect(server.port())) {
        for (String path : new String[] {"/sync", "/async"}) {
          assertThat(client.exchange(WireRequest.post(path, "body")).status()).isEqualTo(204);
          assertThat(recorder.take().target()).isEqualTo(path);
        }
      }
      recorder.assertQuiet();
    }
  }

  private static TestServer start(ServletContainerInitializer initializer) throws Exception {
    Path directory = Files.createTempDirectory("tomcat");
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(directory.toString());
    tomcat.setPort(0);
    Connector connector = tomcat.getConnector();
    connector.setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", directory.toString());
    context.addServletContainerInitializer(initializer, Set.of());
    tomcat.start();
    return TestServer.of(
        connector.getLocalPort(),
        () -> {
          tomcat.stop();
          tomcat.destroy();
        });
  }
}
