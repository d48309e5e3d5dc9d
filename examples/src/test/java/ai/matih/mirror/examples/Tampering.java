package ai.matih.mirror.examples;

import ai.matih.mirror.MirrorDispatcher;
import ai.matih.mirror.MirrorRequest;
import ai.matih.mirror.ObservedResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** A dispatcher that does something else with the first copy that has an exact body. */
final class Tampering implements MirrorDispatcher {

  /** What it does with it. */
  interface With {
    void copy(MirrorRequest copy, Completion completion);
  }

  private final MirrorDispatcher honest = MirrorDispatcher.http(1);
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final AtomicBoolean done = new AtomicBoolean();
  private final With with;

  Tampering(With with) {
    this.with = with;
  }

  @Override
  public void dispatch(MirrorRequest copy, Completion completion) {
    if (copy.target().startsWith("/orders") && done.compareAndSet(false, true)) {
      thread.execute(() -> with.copy(copy, completion));
    } else {
      honest.dispatch(copy, completion);
    }
  }

  @Override
  public void close() {
    honest.close();
    thread.shutdown();
  }

  static void send(MirrorRequest copy) {
    send(copy, bytes(copy));
  }

  static void sendFlipped(MirrorRequest copy, Completion completion) {
    byte[] bytes = bytes(copy);
    bytes[bytes.length / 2] ^= 1;
    send(copy, bytes);
    completion.responded(ObservedResponse.NONE);
  }

  private static byte[] bytes(MirrorRequest copy) {
    byte[] bytes = new byte[copy.bodyLength()];
    int[] end = {0};
    copy.body()
        .forEach(
            part -> {
              int length = part.remaining();
              part.get(bytes, end[0], length);
              end[0] += length;
            });
    return bytes;
  }

  private static void send(MirrorRequest copy, byte[] body) {
    List<Field> fields = new ArrayList<>();
    copy.forEachHeader(
        (name, value) -> {
          if (!name.equalsIgnoreCase("host") && !name.equalsIgnoreCase("content-length")) {
            fields.add(new Field(name, value));
          }
        });
    try (Connection connection = new Connection(copy.mirror().port())) {
      connection.send(copy.method(), copy.target(), fields, body, false, System.nanoTime());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
