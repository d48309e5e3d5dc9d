package ai.matih.mirror.test;

import ai.matih.mirror.Outcome;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** What a target may do with a connection, and how a copy ends that meets it. */
@SuppressWarnings("ImmutableEnumChecker") // the scripts have no state
public enum Fault {
  /** None: answers every request. */
  HEALTHY(Outcome.RESPONDED, answerEach(Recorder.OK)),

  /** Accepts, and reads nothing. */
  NEVER_READS(Outcome.TIMED_OUT, FaultServer.Connection::ignore),
  /** Reads, and answers nothing. */
  NEVER_ANSWERS(Outcome.TIMED_OUT, FaultServer.Connection::awaitEnd),
  /** Answers one byte at a time, with pauses. */
  DRIPS(
      Outcome.TIMED_OUT,
      connection -> {
        connection.answer("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        connection.drip();
      }),
  /** Sends header fields for ever. */
  ENDLESS_FIELDS(
      Outcome.MALFORMED_RESPONSE,
      connection -> {
        connection.answer("HTTP/1.1 200 OK\r\n");
        connection.sendForever("X-Field: value\r\n");
      }),
  /** Sends interim responses for ever. */
  ENDLESS_INTERIM(
      Outcome.TIMED_OUT,
      connection -> {
        connection.request();
        connection.sendForever(interim("103 Early Hints"));
      }),

  /** Resets every connection at its first byte. */
  RESETS_IN_REQUEST(
      Outcome.CONNECTION_LOST,
      connection -> {
        connection.awaitByte();
        connection.reset();
      }),
  /** Closes every connection as it is made. */
  CLOSES_AT_ONCE(Outcome.CONNECTION_LOST, connection -> {}),
  /** Resets the connection instead of answering. */
  RESETS_BEFORE_ANSWER(Outcome.CONNECTION_LOST, resetAfter("")),
  /** Resets the connection within the response's head. */
  RESETS_IN_HEAD(Outcome.CONNECTION_LOST, resetAfter("HTTP/1.1 200 OK\r\nContent-Le")),
  /** Resets the connection within the response's body. */
  RESETS_IN_BODY(
      Outcome.CONNECTION_LOST, resetAfter("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")),
  /** Closes the connection instead of answering. */
  CLOSES_BEFORE_ANSWER(Outcome.CONNECTION_LOST, answer("")),
  /** Closes the connection within the response's head. */
  CLOSES_IN_HEAD(Outcome.CONNECTION_LOST, answer("HTTP/1.1 200 OK\r\nContent-Le")),
  /** Closes the connection within a body of known length. */
  CLOSES_IN_BODY(
      Outcome.CONNECTION_LOST, answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")),
  /** Closes the connection within a chunk. */
  CLOSES_IN_CHUNK(Outcome.CONNECTION_LOST, answer(chunked("", "a\r\nhalf"))),
  /** Ends its half of the connection instead of answering. */
  HALF_CLOSES(
      Outcome.CONNECTION_LOST,
      connection -> {
        connection.request();
        connection.endSending();
        connection.awaitEnd();
      }),
  /** Answers, then ends its half of the connection. */
  HALF_CLOSES_AFTER_ANSWER(
      Outcome.RESPONDED,
      connection -> {
        connection.answer(Recorder.OK);
        connection.endSending();
        connection.awaitEnd();
      }),
  /**
   * Answers, then closes the connection, though it was to be kept: the next copy may cross that.
   */
  CLOSES_IDLE(EnumSet.of(Outcome.RESPONDED, Outcome.CONNECTION_LOST), answer(Recorder.OK)),
  /** Answers, then says on the idle connection that no request came. */
  UNASKED_408(
      Outcome.RESPONDED,
      connection -> {
        connection.answer(Recorder.OK);
        connection.send(
            "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        connection.endSending();
        connection.awaitEnd();
      }),

  /** The same, as the next request is on its way already. */
  CROSSING_408(
      EnumSet.of(Outcome.RESPONDED, Outcome.CONNECTION_LOST),
      connection -> {
        connection.answer(Recorder.OK);
        connection.answer(
            "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        connection.endSending();
        connection.awaitEnd();
      }),

  /** Answers what is no HTTP at all. */
  GARBAGE(Outcome.MALFORMED_RESPONSE, answerEach("\u0000\u0001\u0002\u00FF garbage\r\n\r\n")),
  /** Answers a bare body, as HTTP/0.9 did. */
  HTTP_0_9(Outcome.MALFORMED_RESPONSE, answer("<html>\r\n<p>hello\r\n</html>\r\n")),
  /** Answers in a version that it was not asked in. */
  HTTP_2_0(Outcome.MALFORMED_RESPONSE, answerEach("HTTP/2.0 200 OK\r\n\r\n")),
  /** Answers a status line of one MiB. */
  LONG_STATUS_LINE(
      Outcome.MALFORMED_RESPONSE,
      answerEach("HTTP/1.1 200 " + "O".repeat(1 << 20) + "K\r\nContent-Length: 0\r\n\r\n")),
  /** Answers 65,000 header fields. */
  MANY_FIELDS(
      Outcome.MALFORMED_RESPONSE,
      answerEach("HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(65_000) + "\r\n")),
  /** Sends a chunk whose size is no number. */
  BAD_CHUNK(Outcome.MALFORMED_RESPONSE, answerEach(chunked("", "size\r\nbody\r\n"))),
  /** Says a length that is no number. */
  BAD_LENGTH(
      Outcome.MALFORMED_RESPONSE, answerEach("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello")),
  /** Says two lengths. */
  TWO_LENGTHS(
      Outcome.MALFORMED_RESPONSE,
      answerEach("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!")),
  /** Says a length and that the body is chunked. */
  TWO_FRAMINGS(
      Outcome.MALFORMED_RESPONSE,
      answerEach(chunked("Content-Length: 5\r\n", "5\r\nhello\r\n0\r\n\r\n"))),
  /** Says a length that is too short; what is too much looks like an answer nobody asked for. */
  SHORT_LENGTH(
      Outcome.RESPONDED,
      answerEach("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" + Recorder.OK)),
  /** Changes to another protocol, though nobody asked. */
  SWITCHES_PROTOCOLS(
      Outcome.MALFORMED_RESPONSE,
      answerEach("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n")),

  /** Sends several interim responses before the final one. */
  INTERIM_RESPONSES(
      Outcome.RESPONDED,
      answerEach(
          interim("100 Continue")
              + interim("102 Processing")
              + interim("103 Early")
              + Recorder.OK)),
  /** Sends bytes after a 204. */
  BYTES_AFTER_204(
      Outcome.RESPONDED, answerEach("HTTP/1.1 204 No Content\r\n\r\nstray bytes\r\n\r\n")),
  /** Answers 204. */
  NO_CONTENT(Outcome.RESPONDED, answerEach("HTTP/1.1 204 No Content\r\n\r\n")),
  /** Answers 304 with the length of what it does not send. */
  NOT_MODIFIED(
      Outcome.RESPONDED, answerEach("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n")),
  /** Answers in HTTP/1.0: the connection's end is the body's. */
  HTTP_1_0(Outcome.RESPONDED, answer("HTTP/1.0 200 OK\r\n\r\nhello")),
  /** Answers, and says that it closes the connection. */
  CONNECTION_CLOSE(
      Outcome.RESPONDED,
      answer("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello")),
  /** Answers in chunks, with trailers. */
  TRAILERS(
      Outcome.RESPONDED, answerEach(chunked("", "5;x=y\r\nhello\r\n0\r\nX-Trailer: 1\r\n\r\n"))),

  /** Answers a body without end, the connection's end being the body's. */
  ENDLESS_BODY(Outcome.RESPONDED, endless("Connection: close", "x".repeat(8192))),
  /** Answers chunks without end. */
  ENDLESS_CHUNKS(
      Outcome.RESPONDED,
      endless("Transfer-Encoding: chunked", "2000\r\n" + "x".repeat(8192) + "\r\n")),
  /** Answers a body of an absurd length. */
  HUGE_LENGTH(Outcome.RESPONDED, endless("Content-Length: 9000000000000000000", "x".repeat(8192)));

  /** What is done with a connection. */
  private interface Script {
    void play(FaultServer.Connection connection) throws IOException;
  }

  private final Set<Outcome> outcomes;
  private final Script script;

  Fault(Outcome outcome, Script script) {
    this(Set.of(outcome), script);
  }

  Fault(Set<Outcome> outcomes, Script script) {
    this.outcomes = Set.copyOf(outcomes);
    this.script = script;
  }

  /** How a copy may end that meets it. */
  public Set<Outcome> outcomes() {
    return outcomes;
  }

  /** Whether nothing but the passing of time ends a copy that meets it. */
  public boolean stalls() {
    return outcomes.contains(Outcome.TIMED_OUT);
  }

  void play(FaultServer.Connection connection) throws IOException {
    script.play(connection);
  }

  private static Script answer(String bytes) {
    return connection -> connection.answer(bytes);
  }

  private static Script answerEach(String bytes) {
    return connection -> {
      while (connection.request()) {
        connection.send(bytes);
      }
    };
  }

  private static String interim(String status) {
    return "HTTP/1.1 " + status + "\r\nLink: </a>\r\n\r\n";
  }

  private static String chunked(String field, String chunks) {
    return "HTTP/1.1 200 OK\r\n" + field + "Transfer-Encoding: chunked\r\n\r\n" + chunks;
  }

  private static Script resetAfter(String bytes) {
    return connection -> {
      connection.answer(bytes);
      connection.reset();
    };
  }

  private static Script endless(String framing, String piece) {
    return connection -> {
      connection.answer("HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n");
      connection.sendForever(piece);
    };
  }
}
