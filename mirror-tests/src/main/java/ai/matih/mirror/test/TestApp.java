package ai.matih.mirror.test;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The application behind every server of the contract. An adapter's test only bridges its server's
 * API to {@link #handle}; so all servers have the same end points. Thread-safe.
 *
 * <p>A path that is not named here is an {@link #ECHO}.
 */
public final class TestApp {
  /** Reads the body and answers 200 with method, target, length, SHA-256 and bytes of what came. */
  public static final String ECHO = "/echo";

  /** Answers without reading anything. */
  public static final String UNREAD = "/unread";

  /** Reads 10 bytes of the body and answers them. */
  public static final String READ_PART = "/part";

  /** Like {@link #ECHO}, but reads as many bytes as Content-Length says and never sees the end. */
  public static final String READ_EXACTLY = "/exactly";

  /** Like {@link #ECHO}, but reads one byte at a time. */
  public static final String READ_BYTEWISE = "/bytewise";

  /** Like {@link #ECHO}, but waits, after reading the body, until {@link #openGate()} is called. */
  public static final String GATE = "/gate";

  /** Answers {@link #BIG_LENGTH} bytes in pieces, without a length. */
  public static final String BIG = "/big";

  /** How long the answer of {@link #BIG} is. */
  public static final int BIG_LENGTH = 1 << 20;

  /** Answers 204 without a body. */
  public static final String EMPTY = "/empty";

  /** Answers the status that the path goes on with, as {@code /status/404}. */
  public static final String STATUS = "/status/";

  /** Answers with fields that are repeated, and a length. */
  public static final String FIELDS = "/fields";

  /** Reads the body and throws. */
  public static final String THROW = "/throw";

  /** Throws before it reads anything. */
  public static final String THROW_UNREAD = "/throw-unread";

  /** Answers what {@link #tell} said, here and below. */
  public static final String TOLD = "/told";

  private static final long PATIENCE_SECONDS = 20;

  private final AtomicInteger started = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private volatile @Nullable String lastBody;
  private final CountDownLatch gate = new CountDownLatch(1);
  private volatile Function<Call, Answer> told = call -> text(404, "nobody said");

  /** An application whose gate is closed. */
  public TestApp() {}

  /**
   * One call of the application.
   *
   * @param method the request's method
   * @param target raw path and query, as the server's API tells them
   * @param fields all header fields
   * @param body blocks until bytes have come
   */
  public record Call(String method, String target, List<Field> fields, InputStream body) {}

  /**
   * What the application answers.
   *
   * @param status the status code
   * @param fields header fields, to be added in this order
   * @param pieces the body, to be written and flushed piece by piece where there are several; then
   *     each is asked for only after the one before was flushed, and that may block
   */
  public record Answer(int status, List<Field> fields, List<byte[]> pieces) {

    /** 200 and a body of this type. */
    public static Answer of(String type, List<byte[]> pieces) {
      return new Answer(200, List.of(new Field("Content-Type", type)), pieces);
    }

    /** 200 and JSON. */
    public static Answer json(String... pieces) {
      return of("application/json", Stream.of(pieces).map(Latin1::bytes).toList());
    }
  }

  /** Handles a call, on a thread that may block; what it throws is to reach the server. */
  public Answer handle(Call call) throws Exception {
    started.incrementAndGet();
    try {
      return answer(call);
    } finally {
      ended.incrementAndGet();
    }
  }

  /** How many calls have begun. */
  public int started() {
    return started.get();
  }

  /** How many calls have ended, in whatever way. */
  public int ended() {
    return ended.get();
  }

  /** The body that was read to its end last, by an end point that echoes it. */
  @Nullable String lastBody() {
    return lastBody;
  }

  /** Says what {@link #TOLD} answers from now on. */
  public void tell(Function<Call, Answer> answers) {
    told = answers;
  }

  /** Lets every call of {@link #GATE} go on. */
  public void openGate() {
    gate.countDown();
  }

  private Answer answer(Call call) throws Exception {
    String path = call.target.split("\\?", 2)[0];
    if (path.startsWith(STATUS)) {
      call.body.readAllBytes();
      return text(Integer.parseInt(path.substring(STATUS.length())), "status");
    }
    if (path.startsWith(TOLD)) {
      call.body.readAllBytes();
      return told.apply(call);
    }
    return switch (path) {
      case UNREAD -> text(200, "unread");
      case READ_PART -> text(200, Latin1.text(call.body.readNBytes(10)));
      case READ_EXACTLY -> echo(call, exactly(call));
      case READ_BYTEWISE -> echo(call, bytewise(call.body));
      case GATE -> {
        byte[] body = call.body.readAllBytes();
        if (!gate.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new IllegalStateException("nobody opened the gate");
        }
        yield echo(call, body);
      }
      case BIG -> big();
      case EMPTY -> {
        call.body.readAllBytes();
        yield new Answer(204, List.of(), List.of());
      }
      case FIELDS ->
          new Answer(
              200,
              List.of(
                  new Field("Set-Cookie", "a=1"),
                  new Field("X-One", "1"),
                  new Field("Set-Cookie", "b=2"),
                  new Field("Content-Type", "text/plain"),
                  new Field("Content-Length", "6")),
              List.of(Latin1.bytes("fields")));
      case THROW -> {
        call.body.readAllBytes();
        throw new IllegalStateException("thrown by the application");
      }
      case THROW_UNREAD -> throw new IllegalStateException("thrown by the application");
      default -> echo(call, call.body.readAllBytes());
    };
  }

  private Answer echo(Call call, byte[] body) {
    lastBody = Latin1.text(body);
    String head = call.method + " " + call.target + "\n" + body.length + " " + sha256(body) + "\n";
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(Latin1.bytes(head));
    all.writeBytes(body);
    return new Answer(
        200,
        List.of(new Field("Content-Type", "application/octet-stream")),
        List.of(all.toByteArray()));
  }

  private static Answer text(int status, String text) {
    return new Answer(
        status, List.of(new Field("Content-Type", "text/plain")), List.of(Latin1.bytes(text)));
  }

  private static Answer big() {
    byte[] piece = new byte[BIG_LENGTH / 16];
    for (int i = 0; i < piece.length; i++) {
      piece[i] = (byte) (i * 31);
    }
    List<byte[]> pieces = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      pieces.add(piece);
    }
    return new Answer(200, List.of(new Field("Content-Type", "application/octet-stream")), pieces);
  }

  private static byte[] exactly(Call call) throws IOException {
    int length = Integer.parseInt(Field.values(call.fields, "Content-Length").get(0));
    byte[] body = call.body.readNBytes(length);
    if (body.length < length) {
      throw new EOFException(body.length + " of " + length);
    }
    return body;
  }

  private static byte[] bytewise(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      body.write(b);
    }
    return body.toByteArray();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
