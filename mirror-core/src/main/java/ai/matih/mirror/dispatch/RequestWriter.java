package ai.matih.mirror.dispatch;

import ai.matih.mirror.MirrorRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the heads of copies (RFC 9112, sections 2 to 5), and is the place where nothing passes
 * that does not belong on the wire: a control character, white space where there must be none, a
 * character that is not one byte. Not thread-safe.
 */
final class RequestWriter {
  private static final String VERSION = " HTTP/1.1";
  private static final boolean[] TOKEN = new boolean[256];
  private static final boolean[] TARGET = new boolean[256];
  private static final boolean[] VALUE = new boolean[256];

  static {
    for (int c = 0; c < 256; c++) {
      boolean printable = c > ' ' && c != 0x7F;
      TOKEN[c] = printable && c < 0x7F && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
      TARGET[c] = printable;
      VALUE[c] = printable || c == ' ' || c == '\t';
    }
  }

  private final BiConsumer<String, String> putField = this::putField;
  private byte[] bytes = new byte[1024];
  private int length;
  private boolean malformed;

  /**
   * The head as bytes, or null when a part of it must not reach the wire.
   *
   * @param spare how many bytes the buffer can take besides
   */
  @Nullable ByteBuf write(MirrorRequest request, ByteBufAllocator allocator, int spare) {
    length = 0;
    String target = request.target();
    // Only the mirror's configuration names the host: no absolute form, no authority form.
    malformed = !target.startsWith("/") && !target.equals("*");
    malformed |= request.method().isEmpty();
    put(request.method(), TOKEN);
    put(' ');
    put(target, TARGET);
    put(VERSION, VALUE);
    put('\r', '\n');
    request.forEachHeader(putField);
    put('\r', '\n');
    return malformed ? null : allocator.ioBuffer(length + spare).writeBytes(bytes, 0, length);
  }

  private void putField(String name, String value) {
    malformed |= name.isEmpty();
    put(name, TOKEN);
    put(':', ' ');
    put(value, VALUE);
    put('\r', '\n');
  }

  private void put(String text, boolean[] legal) {
    int count = text.length();
    reserve(count);
    byte[] to = bytes;
    int at = length;
    boolean allLegal = true;
    for (int i = 0; i < count; i++) {
      char c = text.charAt(i);
      allLegal &= c < 256 && legal[c];
      to[at + i] = (byte) c;
    }
    malformed |= !allLegal;
    length = at + count;
  }

  private void put(char one) {
    reserve(1);
    bytes[length++] = (byte) one;
  }

  private void put(char one, char two) {
    put(one);
    put(two);
  }

  private void reserve(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
    }
  }
}
