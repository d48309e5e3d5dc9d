package ai.matih.mirror.gateway;

/** A call of the API that cannot be done; its message is for the caller. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Problem problem;

  RefusedException(Problem problem, String message) {
    super(message, null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
