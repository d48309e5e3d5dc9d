package ai.matih.mirror.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The gateway as a program in a process of its own. */
final class Program implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("(clients|management):.*:(\\d+)(/.*)?");

  private final Process process;
  final int port;
  final int managementPort;
  final String token;

  /** Starts it and waits until it listens; with the token that it prints. */
  Program(Path log, String... arguments) throws IOException {
    process = new ProcessBuilder(command(arguments)).redirectError(log.toFile()).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    port = number(out.readLine(), log);
    managementPort = number(out.readLine(), log);
    String line = out.readLine();
    String last = line == null ? null : out.readLine();
    if (last == null) {
      throw new IOException("no token: " + Files.readString(log));
    }
    token = last.substring("TOKEN=".length());
  }

  private static int number(String line, Path log) throws IOException {
    Matcher match = PORT.matcher(String.valueOf(line));
    if (!match.matches()) {
      throw new IOException("not started: " + line + " " + Files.readString(log));
    }
    return Integer.parseInt(match.group(2));
  }

  private static List<String> command(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Kills it as kill -9 does. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  /** Asks it to end, as kill does; its exit status. */
  int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new AssertionError("it did not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
