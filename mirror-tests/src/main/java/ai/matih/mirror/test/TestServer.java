package ai.matih.mirror.test;

/** A server that an adapter's tests have started on the loopback interface. */
public interface TestServer extends AutoCloseable {

  /** Stops a server. */
  @FunctionalInterface
  interface Stop {

    /** Stops it, whatever is under way. */
    void stop() throws Exception;
  }

  /** Where it listens. */
  int port();

  /** Stops it, whatever is under way. */
  @Override
  void close();

  /** The server that listens there and is stopped like this. */
  static TestServer of(int port, Stop stop) {
    return new TestServer() {
      @Override
      public int port() {
        return port;
      }

      @Override
      public void close() {
        try {
          stop.stop();
        } catch (Exception e) {
          throw new IllegalStateException("server did not stop", e);
        }
      }
    };
  }
}
