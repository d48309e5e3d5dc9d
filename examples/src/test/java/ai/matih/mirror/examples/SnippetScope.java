package ai.matih.mirror.examples;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.TrafficMirror;
import jakarta.servlet.ServletContext;

/** What a reader of a snippet has at hand: imports, a web application starting up, a mirror. */
public abstract class SnippetScope {
  static final String IMPORTS =
      """
      import ai.matih.mirror.*;
      import ai.matih.mirror.servlet.*;
      import jakarta.servlet.*;
      import java.time.Duration;
      import java.util.*;
      import org.springframework.boot.web.servlet.FilterRegistrationBean;
      import org.springframework.core.Ordered;
      """;

  /**
   * The application's context, as a {@link jakarta.servlet.ServletContainerInitializer} gets it.
   */
  protected ServletContext servletContext;

  /** A mirror of some route. */
  protected TrafficMirror mirror =
      TrafficMirror.builder("readme").to(MirrorConfig.of("mirror.invalid", 8000)).build();

  /** For the compiled snippet. */
  @SuppressWarnings("NullAway.Init") // the context comes later
  protected SnippetScope() {}

  void runIn(ServletContext context) throws Exception {
    servletContext = context;
    run();
  }

  /** Does what the snippet says. */
  public abstract void run() throws Exception;
}
