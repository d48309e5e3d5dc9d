package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyTest {
  private static final int LIMIT = 1 << 20;

  private final Random chance = new Random(1);

  private static byte[] bytes(Body body) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (ByteBuffer buffer : body.buffers()) {
      byte[] part = new byte[buffer.remaining()];
      buffer.get(part);
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** A piece as one kind of buffer or another, with other bytes around it. */
  private ByteBuffer buffer(byte[] piece) {
    int before = chance.nextInt(3);
    int size = before + piece.length + chance.nextInt(3);
    ByteBuffer buffer =
        chance.nextBoolean() ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
    buffer.position(before).put(piece).flip().position(before);
    return chance.nextBoolean() ? buffer.asReadOnlyBuffer() : buffer;
  }

  private byte[] piece() {
    int[] sizes = {0, 1, 2, 100, 255, 256, 257, 4096, 8192, 65_535, 65_536, 65_537, 100_000};
    byte[] piece =
        new byte[chance.nextBoolean() ? chance.nextInt(600) : sizes[chance.nextInt(sizes.length)]];
    chance.nextBytes(piece);
    return piece;
  }

  @Test
  void appendedBytes_comeOutIdentical_andCostLessThanTwiceTheirNumber() {
    for (int run = 0; run < 500; run++) {
      ByteBudget budget = new ByteBudget(Long.MAX_VALUE);
      ByteBudget.Reservation reservation = budget.open();
      Body body = new Body();
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      for (int i = chance.nextInt(40); i > 0; i--) {
        byte[] piece = piece();
        if (expected.size() + piece.length > LIMIT) {
          break;
        }
        ByteBuffer buffer = buffer(piece);
        int position = buffer.position();
        int limit = buffer.limit();

        assertThat(body.append(buffer, LIMIT, reservation)).isTrue();

        expected.writeBytes(piece);
        assertThat(buffer.position()).isEqualTo(position);
        assertThat(buffer.limit()).isEqualTo(limit);
        assertThat(body.length()).isEqualTo(expected.size());
        assertThat(budget.held())
            .isBetween((long) expected.size(), Math.min(LIMIT, 2L * expected.size() + 256));
      }
      assertThat(bytes(body)).isEqualTo(expected.toByteArray());
      assertThat(body.buffers())
          .allMatch(buffer -> buffer.isReadOnly() && buffer.remaining() <= 65_536);
      reservation.close();
      assertThat(budget.held()).isZero();
    }
  }

  @Test
  void oneByteAtATime_isAppendedWithinTheBounds() {
    ByteBudget budget = new ByteBudget(Long.MAX_VALUE);
    ByteBudget.Reservation reservation = budget.open();
    Body body = new Body();
    byte[] expected = new byte[200_000];
    chance.nextBytes(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(body.append(ByteBuffer.wrap(expected, i, 1), LIMIT, reservation)).isTrue();
      assertThat(budget.held()).isBetween(i + 1L, 2L * (i + 1) + 256);
    }
    assertThat(bytes(body)).isEqualTo(expected);
  }

  @Test
  void budget_isNeverTakenBeyondTheBodysOwnLimit() {
    for (int limit : new int[] {1, 255, 256, 257, 1000, 65_535, 65_536, 65_537, 131_073}) {
      ByteBudget budget = new ByteBudget(Long.MAX_VALUE);
      ByteBudget.Reservation reservation = budget.open();
      Body body = new Body();
      byte[] expected = new byte[limit];
      chance.nextBytes(expected);
      int at = 0;
      while (at < limit) {
        int count = Math.min(limit - at, 1 + chance.nextInt(300));
        assertThat(body.append(ByteBuffer.wrap(expected, at, count), limit, reservation)).isTrue();
        at += count;
        assertThat(budget.held()).isLessThanOrEqualTo(limit);
      }
      assertThat(bytes(body)).isEqualTo(expected);
    }
  }

  @Test
  void exhaustedBudget_refusesAndTakesNothingMore() {
    ByteBudget budget = new ByteBudget(1000);
    ByteBudget.Reservation reservation = budget.open();
    Body body = new Body();
    assertThat(body.append(ByteBuffer.allocate(900), LIMIT, reservation)).isTrue();
    assertThat(body.append(ByteBuffer.allocate(901), LIMIT, reservation)).isFalse();
    assertThat(budget.held()).isLessThanOrEqualTo(1000);
    reservation.close();
    assertThat(budget.held()).isZero();
  }

  @Test
  void emptyBody_hasNoBuffers() {
    Body body = new Body();
    ByteBudget budget = new ByteBudget(10);
    assertThat(body.append(ByteBuffer.allocate(0), LIMIT, budget.open())).isTrue();
    assertThat(body.buffers()).isEqualTo(List.of());
    assertThat(budget.held()).isZero();
  }
}
