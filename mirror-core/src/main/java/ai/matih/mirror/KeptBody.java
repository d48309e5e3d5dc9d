package ai.matih.mirror;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a response that is to be compared, kept to the last one or not at all: what is too
 * long, or finds the byte budget exhausted, is let go at once. Not thread-safe.
 */
final class KeptBody {
  /** Keeps nothing. */
  static final KeptBody NONE = new KeptBody(0, null);

  private final int limit;
  private final ByteBudget.@Nullable Reservation budget;
  private @Nullable Body body = new Body();

  KeptBody(int limit, ByteBudget.@Nullable Reservation budget) {
    this.limit = limit;
    this.budget = budget;
  }

  void append(ByteBuffer bytes) {
    Body current = body;
    if (current == null || budget == null) {
      return;
    }
    boolean fits = bytes.remaining() <= limit - current.length();
    if (!fits || !current.append(bytes, limit, budget)) {
      // What was taken from the budget is given back with the exchange.
      body = null;
    }
  }

  /** What was kept is not part of the response after all. */
  void reset() {
    if (budget != null) {
      body = new Body();
    }
  }

  /** The bytes, read-only; none if they were not kept. */
  List<ByteBuffer> buffers() {
    Body current = body;
    return current == null ? List.of() : current.buffers();
  }
}
