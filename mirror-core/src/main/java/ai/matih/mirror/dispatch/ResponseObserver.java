package ai.matih.mirror.dispatch;

import ai.matih.mirror.ObservedResponse;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.zip.CRC32C;

/** What is seen of one response as it passes; its bytes are not kept. */
final class ResponseObserver {
  private final HttpResponse head;
  private final CRC32C checksum = new CRC32C();
  private long length;

  ResponseObserver(HttpResponse head) {
    this.head = head;
  }

  void body(ByteBuf bytes) {
    length += bytes.readableBytes();
    for (ByteBuffer buffer : bytes.nioBuffers()) {
      checksum.update(buffer);
    }
  }

  long length() {
    return length;
  }

  ObservedResponse observed(boolean whole, Duration elapsed) {
    return new ObservedResponse(
        head.status().code(),
        head.headers().get(HttpHeaderNames.CONTENT_TYPE),
        head.headers().get(HttpHeaderNames.CONTENT_ENCODING),
        length,
        checksum.getValue(),
        whole,
        elapsed);
  }
}
