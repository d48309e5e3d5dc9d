package ai.matih.mirror;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One copy in the making. An adapter passes on what it sees of a live exchange, and needs neither
 * conditions nor guards: no method throws, blocks, or keeps what it is given, and the capture of a
 * request that is not mirrored, {@link #NONE}, does nothing.
 *
 * <pre>
 * the request's half    body* (bodyEnd | form | unreadable)?
 * the response's half   (responseBody | responseReset | responseOpaque)* response?
 * when both are over    end
 * </pre>
 *
 * <p>In synchronous mode an adapter keeps the response back while {@link #holdsResponse}: without
 * blocking by {@link #tryHoldResponse} and {@link #whenReleased}, blocking by {@link
 * #awaitRelease}. Where it can do neither it lets the response go.
 *
 * <p>The two halves may overlap in any order. Calls to one capture do not overlap, though they may
 * come from different threads; after {@link #end()} they have no effect. The copy leaves as soon as
 * its body is known to be whole: when as many bytes as declared have come, or at {@code bodyEnd}.
 */
public abstract class Capture {

  /** The capture of a request that is not mirrored. */
  public static final Capture NONE = new Capture() {};

  Capture() {}

  /** Whether the request's body is still wanted. False where there is none: no need to tee. */
  public boolean wantsBody() {
    return false;
  }

  /** Whether anybody will look at the primary's response. */
  public boolean wantsResponse() {
    return false;
  }

  /** Begins with the request's head. */
  final void start(RequestView request, long bodyLength) {
    guard(() -> onStart(request, bodyLength));
  }

  /** Bytes of the request's body as they pass. They are copied; the array is not kept. */
  public final void body(byte[] bytes, int offset, int length) {
    if (wantsBody()) {
      guard(() -> onBody(ByteBuffer.wrap(bytes, offset, length)));
    }
  }

  /** Bytes of the request's body as they pass. They are copied; the buffer is left as it was. */
  public final void body(ByteBuffer bytes) {
    if (wantsBody()) {
      guard(() -> onBody(bytes));
    }
  }

  /** The end of the request's body was seen. */
  public final void bodyEnd() {
    guard(this::onBodyEnd);
  }

  /**
   * The container has parsed the body as a form where the adapter could not see it. The copy gets a
   * form rebuilt from the parameters, if the mirror reconstructs forms; else there is none.
   *
   * @param parameters the request's parameters, asked for only if they are needed
   * @param query the request's raw query, whose values come first among a name's, or null
   * @param charset the charset in which the container has read the form
   */
  public final void form(
      Supplier<Map<String, String[]>> parameters, @Nullable String query, Charset charset) {
    guard(() -> onForm(parameters, query, charset));
  }

  /** The container has taken the body where the adapter could not see it: there is no copy. */
  public final void unreadable() {
    guard(this::onUnreadable);
  }

  /** Bytes of the primary's response, after they were written. They are not kept. */
  public final void responseBody(byte[] bytes, int offset, int length) {
    if (wantsResponse()) {
      guard(() -> onResponseBody(ByteBuffer.wrap(bytes, offset, length)));
    }
  }

  /** Bytes of the primary's response, after they were written. They are not kept. */
  public final void responseBody(ByteBuffer bytes) {
    if (wantsResponse()) {
      guard(() -> onResponseBody(bytes));
    }
  }

  /** What was seen of the primary's response body will not be sent after all. */
  public final void responseReset() {
    guard(this::onResponseReset);
  }

  /** The primary's response body, or a part of it, passes where the adapter cannot see it. */
  public final void responseOpaque() {
    guard(this::onResponseOpaque);
  }

  /**
   * The head of the primary's response; the last one given before the end counts.
   *
   * @param fields its header fields; the lookup is not kept
   */
  public final void response(int status, FieldLookup fields) {
    guard(() -> onResponse(status, fields));
  }

  /**
   * Whether the primary's response has to wait: in synchronous mode, until the copy is settled, the
   * mirror's timeout has passed, or the response was let go.
   */
  public boolean holdsResponse() {
    return false;
  }

  /**
   * Asks to hold so many more bytes of the primary's response. If that would be too many, the
   * response is let go and counted.
   *
   * @return whether to hold them
   */
  public final boolean tryHoldResponse(int bytes) {
    try {
      return onTryHold(bytes);
    } catch (Throwable error) {
      onError(error);
      return false;
    }
  }

  /**
   * Runs the action, which must be quick, as soon as the primary's response need not wait: now, or
   * later on a thread of the mirror's.
   */
  public final void whenReleased(Runnable action) {
    guard(() -> onRelease(action));
  }

  /** Waits until the primary's response need not wait, if this thread may. */
  public final void awaitRelease() {
    guard(this::onAwaitRelease);
  }

  /** The primary's response cannot wait; that is counted. */
  public final void letResponseGo() {
    guard(this::onLetGo);
  }

  /** The adapter failed: there is no copy, and what was seen of the response is not relied on. */
  public final void failed(Throwable error) {
    guard(
        () -> {
          onError(error);
          onResponseOpaque();
        });
  }

  /** The exchange is over. A body that is not whole by now never will be. */
  public final void end() {
    guard(this::onEnd);
  }

  /**
   * The exchange may be over, and nothing may follow that says so: it ends within a second unless
   * {@link #end()} is called before.
   */
  public final void endSoon() {
    guard(this::onEndSoon);
  }

  void onStart(RequestView request, long bodyLength) {}

  void onBody(ByteBuffer bytes) {}

  void onBodyEnd() {}

  void onForm(
      Supplier<Map<String, String[]>> parameters, @Nullable String query, Charset charset) {}

  void onUnreadable() {}

  void onResponseBody(ByteBuffer bytes) {}

  void onResponseReset() {}

  void onResponseOpaque() {}

  void onResponse(int status, FieldLookup fields) {}

  boolean onTryHold(int bytes) {
    return false;
  }

  void onRelease(Runnable action) {
    action.run();
  }

  void onAwaitRelease() {}

  void onLetGo() {}

  void onEnd() {}

  void onEndSoon() {}

  /** Something of ours failed. */
  void onError(Throwable error) {}

  /** The one edge between the primary and us. */
  private void guard(Runnable step) {
    try {
      step.run();
    } catch (Throwable error) {
      onError(error);
    }
  }
}
