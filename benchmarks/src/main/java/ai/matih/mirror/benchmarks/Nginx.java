package ai.matih.mirror.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * nginx as a proxy in front of a primary, with or without {@code mirror}; only where it is
 * installed.
 */
final class Nginx {
  private static final int ATTEMPTS = 100;

  private Nginx() {}

  static Optional<Path> installed() {
    return Stream.of("/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts one that passes all on to the primary's port, in one process and without a log.
   *
   * @param mirrorPort where copies go, or 0 for none
   */
  static Child start(Path nginx, String name, int primaryPort, int mirrorPort)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path directory = Files.createTempDirectory("benchmark-nginx");
    Path file = directory.resolve("nginx.conf");
    Files.writeString(file, configuration(directory, port, primaryPort, mirrorPort));
    List<String> command =
        List.of(nginx.toString(), "-p", directory.toString(), "-c", file.toString());
    Child child = Child.program(name, port, command);
    awaitListening(port);
    return child;
  }

  private static String configuration(Path directory, int port, int primaryPort, int mirrorPort) {
    String mirror =
        mirrorPort == 0
            ? ""
            : """
              location = /mirror {
                internal;
                proxy_pass http://mirror$request_uri;
                proxy_http_version 1.1;
                proxy_set_header Connection "";
              }
              """;
    return String.format(
        Locale.ROOT,
        """
        daemon off;
        master_process off;
        pid %1$s/nginx.pid;
        error_log %1$s/error.log;
        events { worker_connections 4096; }
        http {
          access_log off;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          keepalive_requests 100000000;
          keepalive_timeout 1h;
          upstream primary { server 127.0.0.1:%2$d; keepalive 64; keepalive_requests 100000000; }
          upstream mirror { server 127.0.0.1:%3$d; keepalive 64; keepalive_requests 100000000; }
          server {
            listen 127.0.0.1:%4$d;
            location / {
              %5$s
              proxy_pass http://primary;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
            }
            %6$s
          }
        }
        """,
        directory,
        primaryPort,
        mirrorPort == 0 ? primaryPort : mirrorPort,
        port,
        mirrorPort == 0 ? "" : "mirror /mirror;",
        mirror);
  }

  private static void awaitListening(int port) throws IOException, InterruptedException {
    for (int i = 0; ; i++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException e) {
        if (i == ATTEMPTS) {
          throw e;
        }
        Thread.sleep(20);
      }
    }
  }
}
