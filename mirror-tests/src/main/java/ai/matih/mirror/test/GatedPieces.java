package ai.matih.mirror.test;

import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Pieces of an answer, of which none is there before the test has let it through. */
final class GatedPieces extends AbstractList<byte[]> {
  private static final long PATIENCE_SECONDS = 20;

  private final List<String> pieces;
  private final Semaphore gate = new Semaphore(0);

  GatedPieces(List<String> pieces) {
    this.pieces = pieces;
  }

  /** Lets one more piece through. */
  void letThrough() {
    gate.release();
  }

  /** Lets all through, however often they are asked for. */
  void letAllThrough() {
    gate.release(Integer.MAX_VALUE / 2);
  }

  @Override
  public byte[] get(int index) {
    try {
      if (!gate.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody let piece " + index + " through");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Latin1.bytes(pieces.get(index));
  }

  @Override
  public int size() {
    return pieces.size();
  }
}
