package ai.matih.mirror.compare;

import java.io.Serial;

/** Why two bodies cannot be compared, thrown to where the comparison began. */
final class Obstacle extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final String reason;

  /** Nobody reads its stack trace. */
  Obstacle(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  /** In words that hold nothing of the bodies. */
  String reason() {
    return reason;
  }
}
