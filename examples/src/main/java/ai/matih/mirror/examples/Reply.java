package ai.matih.mirror.examples;

/**
 * What came back to the client.
 *
 * @param status the status line
 * @param body SHA-256 of the body
 * @param nanos from when the request was due to the reply's last byte
 */
record Reply(String status, String body, long nanos) {

  boolean ok() {
    return status.startsWith("HTTP/1.1 200");
  }

  boolean sameAs(Reply other) {
    return status.equals(other.status) && body.equals(other.body);
  }
}
