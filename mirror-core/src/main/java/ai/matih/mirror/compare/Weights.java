package ai.matih.mirror.compare;

/** A share of 1/(k(k+1)) for the k-th of any number, from 1 on: all shares together are 1. */
final class Weights {
  private Weights() {}

  /** The natural logarithm of the share's inverse. */
  static double logInverse(int k) {
    return Math.log(k) + Math.log(k + 1.0);
  }
}
