package ai.matih.mirror.examples;

import jakarta.servlet.ServletContext;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;

/** A web application on an embedded Tomcat of its own, on a free port of the loopback interface. */
final class Service implements AutoCloseable {
  private final Tomcat tomcat = new Tomcat();
  private final Path directory;

  /**
   * Starts the service.
   *
   * @param application adds its servlets and filters
   */
  Service(Consumer<ServletContext> application) {
    try {
      directory = Files.createTempDirectory("mirror-demo");
      tomcat.setBaseDir(directory.toString());
      tomcat.setConnector(connector());
      StandardContext context = (StandardContext) tomcat.addContext("", directory.toString());
      // What Tomcat looks for when an application is unloaded needs flags, and ends with the JVM.
      context.setClearReferencesThreadLocals(false);
      context.setClearReferencesRmiTargets(false);
      context.addServletContainerInitializer(
          (classes, servletContext) -> application.accept(servletContext), null);
      tomcat.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (LifecycleException e) {
      throw new IllegalStateException("Tomcat did not start", e);
    }
  }

  /** A connector that refuses little: what it refused would reach neither filter nor mirror. */
  private static Connector connector() {
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("maxKeepAliveRequests", "-1");
    connector.setProperty("relaxedPathChars", "|{}");
    connector.setProperty("relaxedQueryChars", "|{}");
    connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
    return connector;
  }

  int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
      try (Stream<Path> files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    } catch (LifecycleException e) {
      throw new IllegalStateException("Tomcat did not stop", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
