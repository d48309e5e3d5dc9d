package ai.matih.mirror;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What has been captured of one request: its head, and its body as far as it has arrived. Used by
 * the primary's threads, one at a time. Each step says why there can be no copy, or null.
 */
final class RequestCapture {
  private final HeadCopy head;
  private final Body body = new Body();
  private final ByteBudget.Reservation budget;
  private final int maxBodyBytes;
  private final long declared;
  private boolean ended;
  private boolean reconstructed;

  /**
   * Takes the head.
   *
   * @param declared the body's length in bytes, -1 when it is not known beforehand
   */
  RequestCapture(
      RequestView request,
      long declared,
      Engine engine,
      String mirrorHost,
      ByteBudget.Reservation budget) {
    this.head = new HeadCopy(request, engine.rules, mirrorHost);
    this.budget = budget;
    this.maxBodyBytes = engine.maxBodyBytes;
    this.declared = declared;
  }

  String method() {
    return head.method;
  }

  String path() {
    return Targets.path(head.target);
  }

  /** Whether the body is known to have arrived to its end. */
  boolean isWhole() {
    return ended || body.length() == declared;
  }

  @Nullable Outcome takeHead() {
    if (head.isAmbiguous()) {
      return Outcome.MALFORMED_REQUEST;
    }
    return budget.tryTake(head.characters()) ? null : Outcome.OVER_BYTE_BUDGET;
  }

  @Nullable Outcome append(ByteBuffer bytes) {
    long limit = declared >= 0 ? declared : maxBodyBytes;
    if (bytes.remaining() > limit - body.length()) {
      // More than was declared is not the body that the client meant.
      return declared >= 0 ? Outcome.BODY_INCOMPLETE : Outcome.BODY_TOO_LARGE;
    }
    return body.append(bytes, limit, budget) ? null : Outcome.OVER_BYTE_BUDGET;
  }

  @Nullable Outcome end() {
    ended = declared < 0 || body.length() == declared;
    return ended ? null : Outcome.BODY_INCOMPLETE;
  }

  @Nullable Outcome form(
      Supplier<Map<String, String[]>> parameters, @Nullable String query, Charset charset) {
    byte[] form = body.length() > 0 ? null : FormBody.rebuild(parameters.get(), query, charset);
    if (form == null || form.length == 0) {
      // Nothing of a body that is there: the container has not parsed it, or not as a form.
      return Outcome.BODY_UNREADABLE;
    }
    if (form.length > maxBodyBytes) {
      return Outcome.BODY_TOO_LARGE;
    }
    ended = true;
    reconstructed = true;
    return body.append(ByteBuffer.wrap(form), form.length, budget)
        ? null
        : Outcome.OVER_BYTE_BUDGET;
  }

  /**
   * The copy; nothing can be captured any more.
   *
   * @param awaited whether the primary's response waits for the answer to it
   */
  MirrorRequest finish(MirrorTarget target, boolean awaited) {
    String[] fields = head.fields(reconstructed, body.length());
    return new MirrorRequest(target, head.method, head.target, fields, head.size(), body, awaited);
  }
}
