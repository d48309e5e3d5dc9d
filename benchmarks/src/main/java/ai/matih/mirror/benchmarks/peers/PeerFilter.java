package ai.matih.mirror.benchmarks.peers;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The filter that a careful engineer writes in an afternoon: it copies the body as the application
 * reads it, sends the copy once the application is done, and drops it when 1024 are under way.
 */
public final class PeerFilter implements Filter {
  private static final int MAX_IN_FLIGHT = 1024;
  private static final int MAX_BODY = 1024 * 1024;

  private final Peer peer;
  private final Semaphore permits = new Semaphore(MAX_IN_FLIGHT);

  PeerFilter(Peer peer) {
    this.peer = peer;
  }

  /** With the JDK's client. */
  public static PeerFilter jdk(int port) {
    return new PeerFilter(new JdkPeer("127.0.0.1", port));
  }

  /** With reactor-netty's client. */
  public static PeerFilter reactor(int port) {
    return new PeerFilter(new ReactorPeer("127.0.0.1", port));
  }

  /** With Apache HttpClient 5. */
  public static PeerFilter apache(int port) {
    return new PeerFilter(new ApachePeer("127.0.0.1", port));
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!permits.tryAcquire()) {
      chain.doFilter(request, response);
      return;
    }
    Tee tee = new Tee((HttpServletRequest) request);
    chain.doFilter(tee, response);
    if (tee.bytes.size() > MAX_BODY) {
      permits.release();
    } else {
      peer.send(new Copy((HttpServletRequest) request, tee.bytes.toByteArray()), permits::release);
    }
  }

  private static final class Tee extends HttpServletRequestWrapper {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private @Nullable ServletInputStream stream;

    Tee(HttpServletRequest request) {
      super(request);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      ServletInputStream tee = stream;
      if (tee == null) {
        tee = new TeeStream(super.getInputStream(), bytes);
        stream = tee;
      }
      return tee;
    }
  }

  private static final class TeeStream extends ServletInputStream {
    private final ServletInputStream live;
    private final ByteArrayOutputStream copy;

    TeeStream(ServletInputStream live, ByteArrayOutputStream copy) {
      this.live = live;
      this.copy = copy;
    }

    @Override
    public int read() throws IOException {
      int read = live.read();
      if (read >= 0 && copy.size() <= MAX_BODY) {
        copy.write(read);
      }
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = live.read(bytes, offset, length);
      if (read > 0 && copy.size() <= MAX_BODY) {
        copy.write(bytes, offset, read);
      }
      return read;
    }

    @Override
    public boolean isFinished() {
      return live.isFinished();
    }

    @Override
    public boolean isReady() {
      return live.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      live.setReadListener(listener);
    }
  }
}
