package ai.matih.mirror.test;

import java.net.InetAddress;
import java.net.ServerSocket;
import javax.net.ServerSocketFactory;

/** Gives out one socket that was prepared. */
final class OneSocket extends ServerSocketFactory {
  private final ServerSocket socket;

  private OneSocket(ServerSocket socket) {
    this.socket = socket;
  }

  static ServerSocketFactory factory(ServerSocket socket) {
    return new OneSocket(socket);
  }

  @Override
  public ServerSocket createServerSocket() {
    return socket;
  }

  @Override
  public ServerSocket createServerSocket(int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
    throw new UnsupportedOperationException();
  }
}
