package ai.matih.mirror.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of the harness in a process of its own, so that the operating system accounts for it
 * apart. What it says on its standard error goes to a file.
 */
final class Child implements AutoCloseable {
  /** All JVMs alike, whichever processors they may use later. */
  private static final List<String> FLAGS =
      List.of(
          "-Xms512m",
          "-Xmx512m",
          "-XX:+UseG1GC",
          // The first use of a page costs a virtual machine more than the second.
          "-XX:+AlwaysPreTouch",
          "-XX:ActiveProcessorCount=2",
          "-Dio.netty.leakDetection.level=disabled");

  private final Process process;
  private final BufferedReader out;
  private final OutputStream in;
  private final int port;

  private Child(Process process, int knownPort, String name) throws IOException {
    this.process = process;
    this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII));
    this.in = process.getOutputStream();
    this.port = knownPort > 0 ? knownPort : readPort(name);
  }

  /** Starts a JVM with this main class, and waits until it listens. */
  static Child java(String name, Class<?> main, String... arguments) throws IOException {
    return java(List.of(), name, main, arguments);
  }

  /**
   * The same for a program that would run on another machine: it yields to what is measured here,
   * clients included, but is not starved by them.
   */
  static Child yieldingJava(String name, Class<?> main, String... arguments) throws IOException {
    return java(List.of("nice", "-n", "5"), name, main, arguments);
  }

  private static Child java(List<String> prefix, String name, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new Child(start(name, command), 0, name);
  }

  /** Starts another program that listens on a port that is known. */
  static Child program(String name, int port, List<String> command) throws IOException {
    return new Child(start(name, command), port, name);
  }

  private static Process start(String name, List<String> command) throws IOException {
    Path logs = Files.createDirectories(Path.of(System.getProperty("benchmark.logs", "target")));
    return new ProcessBuilder(command)
        .redirectError(logs.resolve("benchmark-" + name.replace(' ', '-') + ".log").toFile())
        .start();
  }

  private int readPort(String name) throws IOException {
    String line = out.readLine();
    if (line == null || !line.startsWith(Commands.READY)) {
      process.destroy();
      throw new IOException(name + " did not start: " + line + " (its log has more)");
    }
    return Integer.parseInt(line.substring(Commands.READY.length()));
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /** Sends one command and returns the reply. */
  String ask(String command) throws IOException {
    in.write((command + "\n").getBytes(US_ASCII));
    in.flush();
    String reply = out.readLine();
    if (reply == null) {
      throw new IOException("no reply to " + command);
    }
    return reply;
  }

  /** Microseconds of processor time, user and system, since the process was started (proc(5)). */
  long cpuMicros() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid() + "/stat"));
    // The fields behind the name, which may hold anything: 14 and 15 of them all.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MICROS_PER_TICK;
  }

  /** Linux tells user space of 100 ticks per second whatever its own clock is. */
  private static final long MICROS_PER_TICK = 10_000;

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
