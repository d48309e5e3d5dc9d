package ai.matih.mirror.test;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

class LeaksTest {

  @Test
  void aBufferThatNobodyReleases_isFound() {
    try (Leaks leaks = new Leaks()) {
      leak();
      Await.until(
          () -> leaks.found().stream().anyMatch(leak -> leak.contains("LEAK")), leaks::found);
    }
  }

  private static void leak() {
    ByteBufAllocator.DEFAULT.buffer(16).writeByte(1);
  }
}
