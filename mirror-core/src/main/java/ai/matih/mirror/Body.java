package ai.matih.mirror;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of one request's body, growing with what has arrived; every array is paid for from the
 * byte budget before it is made. Not thread-safe.
 *
 * <p>The arrays double up to {@link #MAX_CHUNK}, so that what is held stays below twice what has
 * arrived plus {@link #MIN_CHUNK}, and no byte is copied again as the body grows.
 */
final class Body {
  private static final int MIN_CHUNK = 256;
  private static final int MAX_CHUNK = 64 * 1024;
  private static final byte[][] NO_CHUNKS = {};

  private byte[][] chunks = NO_CHUNKS;
  private int chunkCount;
  private int lastLength;
  private int length;

  int length() {
    return length;
  }

  /**
   * Appends the buffer's remaining bytes, and leaves the buffer as it was.
   *
   * @param limit how long the body may become at most; the bytes to append are within it
   * @return false when the budget is exhausted; then the body is of no use any more
   */
  boolean append(ByteBuffer bytes, long limit, ByteBudget.Reservation budget) {
    int from = bytes.position();
    int to = bytes.limit();
    while (from < to) {
      if (chunkCount == 0 || lastLength == chunks[chunkCount - 1].length) {
        int size = nextChunk(to - from, limit - length);
        if (!budget.tryTake(size)) {
          return false;
        }
        add(new byte[size]);
      }
      byte[] chunk = chunks[chunkCount - 1];
      int count = Math.min(to - from, chunk.length - lastLength);
      bytes.get(from, chunk, lastLength, count);
      from += count;
      lastLength += count;
      length += count;
    }
    return true;
  }

  private int nextChunk(int wanted, long limit) {
    int size = Math.max(MIN_CHUNK, Math.min(MAX_CHUNK, Math.max(wanted, length)));
    return (int) Math.min(size, limit);
  }

  private void add(byte[] chunk) {
    if (chunkCount == chunks.length) {
      chunks = Arrays.copyOf(chunks, Math.max(1, 2 * chunkCount));
    }
    chunks[chunkCount++] = chunk;
    lastLength = 0;
  }

  List<ByteBuffer> buffers() {
    List<ByteBuffer> buffers = new ArrayList<>(chunkCount);
    for (int i = 0; i < chunkCount; i++) {
      int filled = i == chunkCount - 1 ? lastLength : chunks[i].length;
      buffers.add(ByteBuffer.wrap(chunks[i], 0, filled).asReadOnlyBuffer());
    }
    return buffers;
  }
}
