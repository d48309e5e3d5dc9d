package ai.matih.mirror.client;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What came back for a call, and what it means: a value, or a failure. */
record Answer(Asked asked, int status, HttpHeaders fields, BoundedBody.Body body) {

  static Answer to(Asked asked, HttpResponse<BoundedBody.Body> response) {
    return new Answer(asked, response.statusCode(), response.headers(), response.body());
  }

  /**
   * The value that was asked for, bare or out of {@code {"success", "data", "metadata"}}; the
   * reader gets a missing node for an empty answer.
   */
  <T extends @Nullable Object> T read(Function<JsonNode, T> reader) {
    if (status / 100 != 2) {
      throw refused(json());
    }
    if (!body.whole()) {
      throw failure("the answer is too long");
    }
    JsonNode answer = json();
    if (answer == null) {
      throw failure("the answer is not JSON: " + said());
    }
    JsonNode success = answer.path("success");
    if (success.isBoolean() && !success.booleanValue()) {
      throw refused(answer);
    }
    try {
      return reader.apply(success.isBoolean() && answer.has("data") ? answer.path("data") : answer);
    } catch (IllegalArgumentException | JacksonException e) {
      throw failure("the answer is not what was asked for: " + e.getMessage());
    }
  }

  private @Nullable JsonNode json() {
    try {
      return Json.read(body.text());
    } catch (JacksonException e) {
      return null;
    }
  }

  private GatewayException refused(@Nullable JsonNode answer) {
    if (status / 100 == 3) {
      return failure("redirected to " + location() + ", which is not followed");
    }
    JsonNode root = answer == null ? MissingNode.getInstance() : answer;
    JsonNode error = root.path("error");
    JsonNode message = error.isObject() ? error.path("message") : root.path("message");
    return failure(
        Json.text(error, "code", null),
        error.isString() ? error.stringValue() : message.stringValue(said()),
        error.hasNonNull("details") ? error.path("details").toString() : null);
  }

  /** The body as a person would read it. */
  private String said() {
    String page = Texts.ofPage(asked.token().hiddenIn(body.text()));
    return page.isEmpty() ? "no reason given" : page;
  }

  private String location() {
    try {
      URI target = asked.request().uri().resolve(fields.firstValue("Location").orElse(""));
      return target.getScheme() + "://" + target.getHost() + target.getRawPath();
    } catch (IllegalArgumentException e) {
      return "nowhere";
    }
  }

  private GatewayException failure(String reason) {
    return failure(null, reason, null);
  }

  private GatewayException failure(@Nullable String code, String reason, @Nullable String details) {
    BearerToken token = asked.token();
    return new Failure(
            asked.name(),
            status,
            code == null ? null : Texts.line(token.hiddenIn(code)),
            Texts.line(token.hiddenIn(reason)),
            details == null ? null : token.hiddenIn(details),
            Texts.line(token.hiddenIn(fields.firstValue("X-Request-ID").orElse(asked.requestId()))),
            RetryAfter.from(fields.firstValue("Retry-After").orElse(null), Instant.now()))
        .toException(null);
  }
}
