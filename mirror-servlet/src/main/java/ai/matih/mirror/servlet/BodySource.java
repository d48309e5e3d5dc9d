package ai.matih.mirror.servlet;

import ai.matih.mirror.Capture;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the application takes a request's body, and what follows from that for the copy. */
final class BodySource {
  private final Capture capture;
  private boolean opened;
  private boolean parameters;
  private boolean parts;

  BodySource(Capture capture) {
    this.capture = capture;
  }

  /** The application reads the body, so that it is seen. */
  Capture opened() {
    opened = true;
    return capture;
  }

  /** The application has asked for parameters, for which a container parses a form, unseen. */
  void parameters() {
    parameters = true;
  }

  /** The same for one of a name, which a container may find in the query and look no further. */
  void parameter(HttpServletRequest request, String name) {
    parameters = parameters || !mayBeInQuery(request.getQueryString(), name);
  }

  /** The application has asked for the parts of a body in multipart format. */
  void parts() {
    parts = true;
  }

  /** The application will read no more of the body. */
  void end(HttpServletRequest request) {
    if (!capture.wantsBody() || (opened && !parts)) {
      return;
    }
    String type = request.getContentType();
    String mediaType = type == null ? "" : type.toLowerCase(Locale.ROOT);
    if (parts || (parameters && mediaType.startsWith("multipart/form-data"))) {
      capture.unreadable();
    } else if (parameters && mediaType.startsWith("application/x-www-form-urlencoded")) {
      form(request);
    } else if (!LiveRequest.isHttp1(request) && isFinished(request)) {
      capture.bodyEnd();
    }
  }

  /**
   * Containers parse the forms of POST requests; of others some do (Jakarta Servlet 6.0, 3.1.1).
   */
  private void form(HttpServletRequest request) {
    Charset charset = charset(request.getCharacterEncoding());
    if (charset == null || !request.getMethod().equals("POST")) {
      capture.unreadable();
    } else {
      capture.form(request::getParameterMap, request.getQueryString(), charset);
    }
  }

  private static @Nullable Charset charset(@Nullable String name) {
    return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
  }

  /**
   * Whether a request of unknown length, as HTTP/2 allows, turns out to have had no body. Only
   * asked when the application is done with a request whose body it has not touched.
   */
  private static boolean isFinished(HttpServletRequest request) {
    try {
      return request.getInputStream().isFinished();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean mayBeInQuery(@Nullable String query, String name) {
    return query != null
        && (query.contains(name) || query.indexOf('%') >= 0 || query.indexOf('+') >= 0);
  }
}
