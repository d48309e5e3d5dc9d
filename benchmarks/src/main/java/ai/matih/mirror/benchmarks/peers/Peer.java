package ai.matih.mirror.benchmarks.peers;

/** A client that sends copies without blocking. */
interface Peer {
  int CONNECTIONS = 64;
  int TIMEOUT_SECONDS = 5;

  /**
   * Sends the copy, reads its answer and drops it; then, or when that failed, runs what is done.
   */
  void send(Copy copy, Runnable done);
}
