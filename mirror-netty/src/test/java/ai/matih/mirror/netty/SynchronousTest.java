package ai.matih.mirror.netty;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

/** In synchronous mode no byte of a response leaves before its copy has ended. */
class SynchronousTest {
  private static final String POST =
      "POST /b HTTP/1.1\r\nHost: primary\r\nContent-Length: 4\r\n\r\nbody";

  private static String get(int number) {
    return "GET /" + number + " HTTP/1.1\r\nHost: primary\r\n\r\n";
  }

  @Test
  void nothingLeaves_beforeTheMirrorHasAnswered() {
    try (Stage stage = Stage.synchronous()) {
      stage.receives(POST);
      stage.writes(Stage.head(200, 4), new DefaultHttpContent(Stage.bytes("held")));
      stage.writes(LastHttpContent.EMPTY_LAST_CONTENT);
      assertThat(stage.sent()).isEmpty();
      stage.copies.take().responds();
      assertThat(stage.sent()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nheld");
      assertThat(stage.mirror.stats().letGo()).isZero();
    }
  }

  @Test
  void theResponseLeaves_whenTheMirrorFails() {
    try (Stage stage = Stage.synchronous()) {
      stage.receives(POST);
      stage.writes(Stage.whole(200, "held"));
      assertThat(stage.sent()).isEmpty();
      stage.copies.take().fails(Outcome.CONNECTION_LOST);
      assertThat(stage.sent()).endsWith("held");
    }
  }

  @Test
  void whatTheMirrorAnsweredBefore_isNotWaitedFor() {
    try (Stage stage = Stage.synchronous()) {
      stage.receives(POST);
      stage.copies.take().responds();
      stage.writes(Stage.head(200, 4));
      assertThat(stage.sent()).isNotEmpty();
    }
  }

  @Test
  void aDroppedExchange_neverWaits() {
    try (Stage stage = Stage.synchronous(settings -> settings.maxBodyBytes(3))) {
      stage.receives(POST);
      stage.writes(Stage.whole(200, "one"));
      assertThat(stage.sent()).endsWith("one");
      assertThat(stage.count(Outcome.BODY_TOO_LARGE)).isEqualTo(1);
      stage.mirror.disable();
      stage.receives(get(1));
      stage.writes(Stage.whole(200, "two"));
      assertThat(stage.sent()).endsWith("two");
      stage.mirror.update(Stage.TARGET.withSynchronous(true).withPercentage(0));
      stage.receives(get(2));
      stage.writes(Stage.whole(200, "three"));
      assertThat(stage.sent()).endsWith("three");
    }
  }

  @Test
  void pipelinedResponses_leaveInOrder() {
    try (Stage stage = Stage.synchronous()) {
      stage.receives(get(1) + get(2) + get(3));
      stage.writes(Stage.whole(201, ""), Stage.whole(202, ""), Stage.whole(203, ""));
      Copies.Copy first = stage.copies.take();
      Copies.Copy second = stage.copies.take();
      Copies.Copy third = stage.copies.take();
      second.responds();
      assertThat(stage.sent()).isEmpty();
      first.responds();
      assertThat(stage.sent()).containsSubsequence(" 201 ", " 202 ").doesNotContain(" 203 ");
      third.responds();
      assertThat(stage.sent()).startsWith("HTTP/1.1 203 ");
    }
  }

  @Test
  void aResponseThatNeedNotWait_staysBehindTheOneBeforeIt() {
    try (Stage stage = Stage.synchronous()) {
      stage.receives(get(1));
      stage.mirror.disable();
      stage.receives(get(2));
      stage.writes(Stage.whole(201, ""), Stage.whole(202, ""));
      assertThat(stage.sent()).isEmpty();
      stage.copies.take().responds();
      assertThat(stage.sent()).containsSubsequence(" 201 ", " 202 ");
    }
  }

  @Test
  void interimResponses_doNotWait() {
    try (Stage stage = Stage.synchronous()) {
      stage.receives("POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n");
      stage.writes(Stage.whole(100, ""));
      assertThat(stage.sent()).startsWith("HTTP/1.1 100 ");
      stage.receives("body");
      stage.writes(Stage.whole(200, "held"));
      assertThat(stage.sent()).isEmpty();
      stage.copies.take().responds();
      assertThat(stage.sent()).endsWith("held");
    }
  }

  @Test
  void heldBytes_neverExceedTheBound() {
    try (Stage stage = Stage.synchronous(settings -> settings.maxHeldResponseBytes(10_000))) {
      stage.receives(get(1));
      long before = stage.mirror.stats().heldBytes();
      stage.writes(Stage.head(200, 20 * 1_000));
      long most = 0;
      for (int i = 0; i < 20; i++) {
        stage.writes(new DefaultHttpContent(Stage.bytes("x".repeat(1_000))));
        most = Math.max(most, stage.mirror.stats().heldBytes() - before);
      }
      stage.writes(LastHttpContent.EMPTY_LAST_CONTENT);
      assertThat(most).isBetween(9_000L, 10_000L);
      assertThat(stage.sent()).endsWith("x".repeat(20 * 1_000));
      assertThat(stage.mirror.stats().letGo()).isEqualTo(1);
      stage.copies.take().responds();
    }
  }

  @Test
  void manySmallWrites_areBoundedToo() {
    try (Stage stage = Stage.synchronous(settings -> settings.maxHeldResponseBytes(10_000))) {
      stage.receives(get(1));
      stage.writes(Stage.head(200, 1_000));
      for (int i = 0; i < 1_000; i++) {
        stage.writes(new DefaultHttpContent(Stage.bytes("x")));
      }
      assertThat(stage.mirror.stats().letGo()).isEqualTo(1);
      assertThat(stage.sent()).endsWith("x".repeat(1_000));
    }
  }

  @Test
  void responsesBehindTheFirst_countAgainstItsBound() {
    try (Stage stage = Stage.synchronous(settings -> settings.maxHeldResponseBytes(10_000))) {
      stage.receives(get(1) + get(2) + get(3));
      stage.writes(Stage.whole(201, "1".repeat(6_000)), Stage.whole(202, "2".repeat(6_000)));
      assertThat(stage.sent()).contains(" 201 ").doesNotContain(" 202 ");
      assertThat(stage.mirror.stats().letGo()).isEqualTo(1);
      stage.writes(Stage.whole(203, "3"));
      stage.copies.take().responds();
      assertThat(stage.sent()).isEmpty();
      stage.copies.take().responds();
      assertThat(stage.sent()).contains(" 202 ").doesNotContain(" 203 ");
      stage.copies.take().responds();
      assertThat(stage.sent()).endsWith("3");
    }
  }

  @Test
  void held_countsWithinTheBytesOfAllCopies() {
    try (Stage stage =
        Stage.synchronous(settings -> settings.maxHeldBytes(5_000).maxHeldResponseBytes(50_000))) {
      stage.receives(get(1));
      stage.writes(Stage.whole(200, "x".repeat(6_000)));
      assertThat(stage.sent()).endsWith("xxx");
      assertThat(stage.mirror.stats().letGo()).isEqualTo(1);
    }
  }

  @Test
  void closing_waitsForWhatWasWrittenBefore() {
    try (Stage stage = Stage.synchronous()) {
      stage.receives(get(1));
      stage.writes(Stage.whole(200, "held"));
      var closed = stage.channel.close();
      assertThat(closed.isDone()).isFalse();
      assertThat(stage.channel.isOpen()).isTrue();
      stage.copies.take().responds();
      assertThat(stage.sent()).endsWith("held");
      assertThat(closed.isSuccess()).isTrue();
      assertThat(stage.channel.isOpen()).isFalse();
    }
  }

  @Test
  void closingOnceWritten_waitsToo() {
    try (Stage stage = Stage.synchronous()) {
      stage.receives(get(1));
      var unused =
          stage
              .channel
              .writeAndFlush(Stage.whole(200, "held"))
              .addListener(ChannelFutureListener.CLOSE);
      assertThat(stage.channel.isOpen()).isTrue();
      stage.copies.take().responds();
      assertThat(stage.sent()).endsWith("held");
      assertThat(stage.channel.isOpen()).isFalse();
    }
  }

  @Test
  void whenTheClientGoes_heldMessagesAreReleasedAndTheirPromisesFail() {
    try (Stage stage = Stage.synchronous()) {
      stage.receives(get(1));
      ByteBuf bytes = Stage.bytes("held");
      stage.writes(Stage.head(200, 4));
      var written = stage.channel.write(bytes);
      var closed = stage.channel.close();
      stage.channel.pipeline().fireChannelInactive();
      assertThat(bytes.refCnt()).isZero();
      assertThat(written.cause()).isInstanceOf(ClosedChannelException.class);
      assertThat(closed.isSuccess()).isTrue();
      stage.copies.take().responds();
      assertThat(stage.sent()).isEmpty();
    }
  }

  @Test
  void removed_letsEverythingGo() {
    try (Stage stage = Stage.synchronous()) {
      stage.receives(get(1) + get(2));
      stage.writes(Stage.whole(201, "one"), Stage.whole(202, "two"));
      stage.channel.pipeline().remove(MirrorHandler.class);
      assertThat(stage.sent()).containsSubsequence(" 201 ", " 202 ");
      assertThat(stage.mirror.stats().letGo()).isEqualTo(2);
    }
  }

  @Test
  void aWriteFromAListenerOfAHeldOne_staysBehindIt() {
    try (Stage stage = Stage.synchronous()) {
      stage.receives(get(1));
      stage.writes(Stage.head(200, 6));
      stage
          .channel
          .write(new DefaultHttpContent(Stage.bytes("abc")))
          .addListener(
              written -> stage.writes(Stage.bytes("def"), LastHttpContent.EMPTY_LAST_CONTENT));
      stage.copies.take().responds();
      assertThat(stage.sent()).endsWith("\r\n\r\nabcdef");
    }
  }

  @Test
  void closingTheMirror_letsResponsesGo() {
    try (Stage stage = Stage.synchronous()) {
      stage.receives(get(1));
      stage.writes(Stage.whole(200, "held"));
      stage.mirror.close();
      assertThat(stage.sent()).endsWith("held");
      assertThat(stage.count(Outcome.CLOSED)).isEqualTo(1);
    }
  }
}
