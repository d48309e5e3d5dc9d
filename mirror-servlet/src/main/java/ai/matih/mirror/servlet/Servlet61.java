package ai.matih.mirror.servlet;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The methods with buffers that Servlet 6.1 adds to the streams. The container's own are called,
 * because Tomcat's leave the buffer in another state than the specification says.
 */
final class Servlet61 {
  private static final @Nullable MethodHandle READ =
      find(ServletInputStream.class, "read", int.class);
  private static final @Nullable MethodHandle WRITE =
      find(ServletOutputStream.class, "write", void.class);

  private Servlet61() {}

  private static @Nullable MethodHandle find(Class<?> stream, String name, Class<?> result) {
    MethodType type = MethodType.methodType(result, ByteBuffer.class);
    try {
      return MethodHandles.publicLookup().findVirtual(stream, name, type);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  static int read(ServletInputStream stream, ByteBuffer buffer) throws IOException {
    try {
      return (int) present(READ).invokeExact(stream, buffer);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  static void write(ServletOutputStream stream, ByteBuffer buffer) throws IOException {
    try {
      present(WRITE).invokeExact(stream, buffer);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  private static MethodHandle present(@Nullable MethodHandle method) {
    if (method == null) {
      throw new UnsupportedOperationException("since Servlet 6.1");
    }
    return method;
  }

  /** The streams throw no other checked exception. */
  private static IOException rethrown(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    return thrown instanceof IOException exception ? exception : new IOException(thrown);
  }
}
