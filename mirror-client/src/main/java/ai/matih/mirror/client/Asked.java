package ai.matih.mirror.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * What is asked of the gateway in one call: the same bytes in each try.
 *
 * @param name method and path, for messages
 */
record Asked(String name, HttpRequest request, String requestId, BearerToken token) {

  /** Why no answer, or not all of it, came. */
  GatewayException unanswered(Throwable cause) {
    Failure failure =
        new Failure(
            name,
            Failure.NO_ANSWER,
            null,
            Texts.line(token.hiddenIn(reason(cause))),
            null,
            requestId,
            null);
    return failure.toException(token.hiddenIn(cause));
  }

  private String reason(Throwable cause) {
    if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
      return "no connection to " + request.uri().getAuthority();
    }
    if (cause instanceof TimeoutException) {
      return "no whole answer in time";
    }
    if (cause instanceof SSLException) {
      return "no connection by TLS: " + cause.getMessage();
    }
    return (cause instanceof IOException ? "the connection was lost: " : "") + cause.getMessage();
  }
}
