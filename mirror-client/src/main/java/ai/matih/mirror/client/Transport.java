package ai.matih.mirror.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How calls reach the gateway: where it is, who asks, and how long to wait.
 *
 * @param timeout of one try, from its start to the last byte of the answer
 */
record Transport(
    HttpClient http,
    URI api,
    Supplier<BearerToken> tokens,
    @Nullable String tenant,
    Duration timeout,
    int maxResponseBytes,
    Retries retries) {

  <T extends @Nullable Object> CompletableFuture<T> send(
      String method, String path, @Nullable Object body, Function<JsonNode, T> reader) {
    BearerToken token = tokens.get();
    String requestId = UUID.randomUUID().toString();
    BodyPublisher bytes =
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Json.write(body));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(api + path))
            .method(method, bytes)
            .header("Accept", "application/json")
            .header("X-Request-ID", requestId);
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (!method.equals("GET")) {
      request.header("X-Idempotency-Key", UUID.randomUUID().toString());
    }
    if (tenant != null) {
      request.header("X-Tenant-ID", tenant);
    }
    token.addTo(request);
    Asked asked = new Asked(method + " " + path, request.build(), requestId, token);
    return new Call<>(this, asked, reader).start();
  }

  CompletableFuture<@Nullable Void> delete(String path) {
    return this.<@Nullable Void>send("DELETE", path, null, answer -> null);
  }

  CompletableFuture<HttpResponse<BoundedBody.Body>> exchange(HttpRequest request) {
    // An idle connection keeps the handler of its last body: one that knew this would keep the
    // client
    // from being collected, and its threads from ending.
    int most = maxResponseBytes;
    return http.sendAsync(request, head -> new BoundedBody(most));
  }

  @Override
  public String toString() {
    return api.toString();
  }
}
