package ai.matih.mirror.gateway;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the command line says. */
record Options(
    @Nullable Path config,
    @Nullable Integer port,
    @Nullable Integer managementPort,
    boolean check,
    boolean help,
    boolean version) {

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException naming the option that is not good
   */
  static Options of(String... arguments) {
    Path config = null;
    Integer port = null;
    Integer managementPort = null;
    boolean check = false;
    boolean help = false;
    boolean version = false;
    Deque<String> left = new ArrayDeque<>(List.of(arguments));
    while (!left.isEmpty()) {
      String option = left.remove();
      switch (option) {
        case "--config" -> config = path(option, left.poll());
        case "--port" -> port = number(option, left.poll());
        case "--management-port" -> managementPort = number(option, left.poll());
        case "--check" -> check = true;
        case "--help", "-h" -> help = true;
        case "--version" -> version = true;
        default -> throw Invalid.value("option", option, "one of those that --help names");
      }
    }
    return new Options(config, port, managementPort, check, help, version);
  }

  private static Path path(String option, @Nullable String value) {
    try {
      if (value != null && !value.isEmpty()) {
        return Path.of(value);
      }
    } catch (InvalidPathException e) {
      // Said below.
    }
    throw Invalid.value(option, value == null ? "missing" : value, "a file");
  }

  private static int number(String option, @Nullable String value) {
    if (value != null && value.matches("\\d{1,5}") && Integer.parseInt(value) <= 65_535) {
      return Integer.parseInt(value);
    }
    throw Invalid.value(option, value == null ? "missing" : value, "0-65535");
  }
}
