package ai.matih.mirror.dispatch;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;

/** Reads responses, knowing which request each answers. */
final class ResponseDecoder extends HttpResponseDecoder {
  private static final int MAX_LINE = 16 * 1024;
  private static final int MAX_HEADERS = 64 * 1024;
  private static final int MAX_CHUNK = 64 * 1024;

  private boolean answersHead;

  ResponseDecoder() {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_LINE)
            .setMaxHeaderSize(MAX_HEADERS)
            .setMaxChunkSize(MAX_CHUNK));
  }

  /** What comes next answers a request with this method. */
  void expect(String method) {
    answersHead = method.equals("HEAD");
  }

  /** Whether bytes have come that are not a whole message yet. */
  boolean hasLeftovers() {
    return actualReadableBytes() > 0;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    return answersHead || super.isContentAlwaysEmpty(message);
  }
}
