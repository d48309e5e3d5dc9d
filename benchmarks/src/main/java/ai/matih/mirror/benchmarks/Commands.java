package ai.matih.mirror.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.util.function.UnaryOperator;

/** The other end of {@link Child}: one line in, one line out, until the harness is gone. */
final class Commands {
  static final String READY = "ready ";

  /** Every program tells how many milliseconds its compiler has worked. */
  static final String COMPILED = "compiled";

  private Commands() {}

  /** Says that the program listens on the port, and answers until the input ends. */
  @SuppressWarnings("SystemOut") // the harness reads it
  static void serve(int port, UnaryOperator<String> reply) throws IOException {
    System.out.println(READY + port);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(line.equals(COMPILED) ? compiled() : reply.apply(line));
    }
    System.exit(0);
  }

  private static String compiled() {
    return Long.toString(ManagementFactory.getCompilationMXBean().getTotalCompilationTime());
  }
}
