package ai.matih.mirror.client;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Takes a response's body up to a bound. At the bound it hangs up and keeps what it has: an error
 * page without end still tells its title.
 */
final class BoundedBody implements BodySubscriber<BoundedBody.Body> {

  /** What arrived, as text, and whether that is all. */
  record Body(String text, boolean whole) {}

  private final int most;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<Body> body = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  BoundedBody(int most) {
    this.most = most;
  }

  @Override
  public CompletionStage<Body> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      byte[] taken = new byte[Math.min(buffer.remaining(), most - bytes.size())];
      buffer.get(taken);
      bytes.writeBytes(taken);
      if (buffer.hasRemaining()) {
        end(false);
        return;
      }
    }
  }

  private void end(boolean whole) {
    if (!whole && subscription != null) {
      subscription.cancel();
    }
    body.complete(new Body(bytes.toString(StandardCharsets.UTF_8), whole));
  }

  @Override
  public void onError(Throwable cause) {
    body.completeExceptionally(cause);
  }

  @Override
  public void onComplete() {
    end(true);
  }
}
