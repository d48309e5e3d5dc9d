package ai.matih.mirror.dispatch;

import ai.matih.mirror.MirrorRequest;
import ai.matih.mirror.benchmarks.micro.Copies;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What does it cost to write the head of a copy, every character checked? */
@State(Scope.Thread)
public class WriterBenchmark {
  private final List<MirrorRequest> copies = Copies.ofRequests();
  private final RequestWriter writer = new RequestWriter();
  private int next;

  /** The copy's fields are passed and nothing is written. */
  @Benchmark
  public long baseline() {
    long[] characters = new long[1];
    copies
        .get(next++ & (copies.size() - 1))
        .forEachHeader((name, value) -> characters[0] += name.length() + value.length());
    return characters[0];
  }

  /** Into a direct buffer of a pool. */
  @Benchmark
  public int head() {
    ByteBuf head =
        writer.write(copies.get(next++ & (copies.size() - 1)), PooledByteBufAllocator.DEFAULT, 0);
    if (head == null) {
      throw new IllegalStateException("malformed");
    }
    int length = head.readableBytes();
    head.release();
    return length;
  }
}
