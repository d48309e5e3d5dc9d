package ai.matih.mirror.servlet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.matih.mirror.Capture;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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
    String charset = request.getCharacterEncoding();
    if (!request.getMethod().equals("POST")) {
      capture.unreadable();
    } else if (charset != null) {
      capture.form(request::getParameterMap, request.getQueryString(), Charset.forName(charset));
    } else {
      capture.form(() -> inDoubt(request.getParameterMap()), request.getQueryString(), US_ASCII);
    }
  }

  /**
   * Where no charset is named, Tomcat and Undertow read a form in ISO 8859-1, and Jetty in UTF-8:
   * what either has made of other bytes than ASCII is marked as not decoded.
   */
  private static Map<String, String[]> inDoubt(Map<String, String[]> parameters) {
    Map<String, String[]> certain = new LinkedHashMap<>();
    parameters.forEach(
        (name, values) ->
            certain.put(
                certain(name),
                Arrays.stream(values).map(BodySource::certain).toArray(String[]::new)));
    return certain;
  }

  private static String certain(String text) {
    return text.replaceAll("[^\\x00-\\x7F]", "\uFFFD");
  }

  /**
   * Whether a request of unknown length, as HTTP/2 allows, turns out to have had no body. Asked
   * only when the application is done and has not touched it, and of what has arrived. Jetty does
   * not tell before a read, which might wait.
   */
  private static boolean isFinished(HttpServletRequest request) {
    try {
      ServletInputStream stream = request.getInputStream();
      return stream.available() == 0 && stream.isFinished();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean mayBeInQuery(@Nullable String query, String name) {
    return query != null && (query.contains(name) || query.contains("%") || query.contains("+"));
  }
}
