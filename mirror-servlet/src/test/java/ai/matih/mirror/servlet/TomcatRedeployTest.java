package ai.matih.mirror.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.test.RawClient;
import ai.matih.mirror.test.Recorder;
import ai.matih.mirror.test.WireRequest;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;

/** A web application that brings the library along, and is started and stopped again and again. */
class TomcatRedeployTest {
  private static final int TIMES = 20;

  /** Loads the library and what it uses itself, as a web application's loader does. */
  private static final class WebAppLoader extends URLClassLoader {

    WebAppLoader() {
      super(classPath(), WebAppLoader.class.getClassLoader());
    }

    private static URL[] classPath() {
      List<URL> urls = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        try {
          urls.add(Path.of(entry).toUri().toURL());
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }
      return urls.toArray(URL[]::new);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      boolean own =
          name.startsWith("ai.matih.mirror.")
              || name.startsWith("io.netty.")
              || name.startsWith("tools.jackson.");
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        return own ? findClass(name) : super.loadClass(name, resolve);
      }
    }
  }

  @Test
  void redeployedApplication_leavesNoThreadAndNoClassLoader() throws Exception {
    try (Recorder recorder = Recorder.start()) {
      Path directory = Files.createTempDirectory("tomcat");
      Tomcat tomcat = new Tomcat();
      tomcat.setBaseDir(directory.toString());
      tomcat.setPort(0);
      Connector connector = tomcat.getConnector();
      connector.setProperty("address", "127.0.0.1");
      tomcat.start();
      List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
      for (int i = 0; i < TIMES; i++) {
        loaders.add(deployAndUndeploy(tomcat, connector, directory, recorder));
      }
      await(() -> mirrorThreads().isEmpty(), "threads");
      await(
          () -> {
            System.gc();
            return loaders.stream().allMatch(loader -> loader.refersTo(null));
          },
          "class loaders");
      tomcat.stop();
      tomcat.destroy();
      recorder.assertQuiet();
    }
  }

  private static WeakReference<ClassLoader> deployAndUndeploy(
      Tomcat tomcat, Connector connector, Path directory, Recorder recorder) throws Exception {
    WebAppLoader loader = new WebAppLoader();
    StandardContext context = new StandardContext();
    context.setName("");
    context.setPath("");
    context.setDocBase(directory.toString());
    context.addLifecycleListener(new Tomcat.FixContextListener());
    Filter filter =
        (Filter)
            loader.loadClass(MirrorFilter.class.getName()).getDeclaredConstructor().newInstance();
    App app = (request, response) -> request.getInputStream().readAllBytes();
    context.addServletContainerInitializer(
        (classes, target) -> {
          FilterRegistration.Dynamic registration = target.addFilter("mirror", filter);
          registration.setInitParameters(
              Map.of(
                  "route", "redeployed",
                  "mirrorHost", "127.0.0.1",
                  "mirrorPort", Integer.toString(recorder.port())));
          registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
          WebApp.of(app.servlet()).register(target);
        },
        Set.of());
    tomcat.getHost().addChild(context);
    try (RawClient client = RawClient.connect(connector.getLocalPort())) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.exchange(WireRequest.post("/", "body")).status()).isEqualTo(200);
        assertThat(recorder.take().body()).isEqualTo("body");
      }
    }
    assertThat(mirrorThreads()).isNotEmpty();
    tomcat.getHost().removeChild(context);
    loader.close();
    return new WeakReference<>(loader);
  }

  private static Set<String> mirrorThreads() {
    Set<String> names = new HashSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      ClassLoader loader = thread.getContextClassLoader();
      if (loader instanceof WebAppLoader || thread.getName().startsWith("mirror-")) {
        names.add(thread.getName());
      }
    }
    return names;
  }

  private static void await(BooleanSupplier condition, String what) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("%s are left", what).isNegative();
      LockSupport.parkNanos(1_000_000);
    }
  }
}
