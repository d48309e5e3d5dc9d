package ai.matih.mirror.servlet;

import ai.matih.mirror.Capture;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A response that is observed as the application writes it: nothing is held back, flushed or closed
 * that the application does not flush or close.
 */
final class TeeResponse extends HttpServletResponseWrapper {
  private static final int NOT_MODIFIED = 304;

  final ServletExchange exchange;
  private final Capture capture;
  private @Nullable ServletOutputStream stream;
  private @Nullable ServletOutputStream streamOf;
  private @Nullable PrintWriter writer;
  private @Nullable PrintWriter writerOf;
  private long declared = -1;
  private long written;
  private @Nullable String contentEncoding;
  private boolean locationSet;
  private boolean errorSent;

  /** Before: what was seen of this response in an earlier dispatch. */
  TeeResponse(
      HttpServletResponse response,
      ServletExchange exchange,
      Capture capture,
      @Nullable TeeResponse before) {
    super(response);
    this.exchange = exchange;
    this.capture = capture;
    if (before != null) {
      declared = before.declared;
      written = before.written;
      contentEncoding = before.contentEncoding;
      locationSet = before.locationSet;
    }
  }

  /** Whether the container is to make the response of an error. */
  boolean errorSent() {
    return errorSent;
  }

  /**
   * Reports the head, while it can be read. Of an error or a redirect the container makes the body,
   * and a body of another length than declared is not the one on the wire, unless it is none.
   *
   * <p>The content's encoding is that of the bytes seen here: a container or filter that compresses
   * further on sets the field for its own.
   */
  void report(boolean toHead) {
    int status = getStatus();
    boolean cut = declared >= 0 && declared != written && !toHead && status != NOT_MODIFIED;
    if (errorSent || isRedirected() || cut) {
      capture.responseOpaque();
    }
    capture.response(status, this::field);
  }

  private @Nullable String field(String name) {
    return switch (name) {
      case "content-type" -> getContentType();
      case "content-encoding" -> contentEncoding;
      default -> containsHeader(name) ? String.join(", ", getHeaders(name)) : null;
    };
  }

  /** By {@code sendRedirect}, in whatever form: the field was set, and not through this wrapper. */
  private boolean isRedirected() {
    return !locationSet && getHeader("Location") != null;
  }

  /**
   * So many bytes are about to be written; what fits into the container's buffer does not leave.
   */
  void beforeWrite(long length) {
    if (!capture.holdsResponse()) {
      return;
    }
    long then = written + length;
    if (then >= getBufferSize() || (declared >= 0 && then >= declared)) {
      exchange.beforeCommit();
    }
  }

  void wrote(byte[] bytes, int offset, int length) {
    written += length;
    capture.responseBody(bytes, offset, length);
  }

  void wrote(ByteBuffer bytes) {
    written += bytes.remaining();
    capture.responseBody(bytes);
  }

  /** Something was written whose bytes are not known. */
  void wroteUnseen() {
    capture.responseOpaque();
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    ServletOutputStream live = super.getOutputStream();
    ServletOutputStream tee = stream;
    if (tee == null || streamOf != live) {
      tee = new TeeOutputStream(live, this);
      stream = tee;
      streamOf = live;
    }
    return tee;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    PrintWriter live = super.getWriter();
    PrintWriter tee = writer;
    if (tee == null || writerOf != live) {
      tee = new TeeWriter(live, getCharacterEncoding(), this);
      writer = tee;
      writerOf = live;
    }
    return tee;
  }

  @Override
  public void reset() {
    super.reset();
    declared = -1;
    contentEncoding = null;
    locationSet = false;
    startAgain();
  }

  @Override
  public void resetBuffer() {
    super.resetBuffer();
    startAgain();
  }

  /** What was written is taken back. */
  void startAgain() {
    written = 0;
    capture.responseReset();
  }

  @Override
  public void sendError(int status) throws IOException {
    exchange.beforeCommit();
    exchange.expectErrorDispatch();
    super.sendError(status);
    errorSent = true;
    startAgain();
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    exchange.beforeCommit();
    exchange.expectErrorDispatch();
    super.sendError(status, message);
    errorSent = true;
    startAgain();
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    exchange.beforeCommit();
    super.sendRedirect(location);
  }

  @Override
  public void flushBuffer() throws IOException {
    exchange.beforeCommit();
    super.flushBuffer();
  }

  @Override
  public void setContentLength(int length) {
    super.setContentLength(length);
    declared = length;
  }

  @Override
  public void setContentLengthLong(long length) {
    super.setContentLengthLong(length);
    declared = length;
  }

  @Override
  public void setHeader(String name, @Nullable String value) {
    super.setHeader(name, value);
    note(name, value);
  }

  @Override
  public void addHeader(String name, String value) {
    super.addHeader(name, value);
    note(name, value);
  }

  @Override
  public void setIntHeader(String name, int value) {
    super.setIntHeader(name, value);
    note(name, Integer.toString(value));
  }

  @Override
  public void addIntHeader(String name, int value) {
    super.addIntHeader(name, value);
    note(name, Integer.toString(value));
  }

  private void note(String name, @Nullable String value) {
    if (name.equalsIgnoreCase("content-encoding")) {
      contentEncoding = value;
    } else if (name.equalsIgnoreCase("content-length")) {
      declared = length(value);
    } else if (name.equalsIgnoreCase("location")) {
      locationSet = true;
    }
  }

  private static long length(@Nullable String value) {
    try {
      return value == null ? -1 : Long.parseLong(value.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
