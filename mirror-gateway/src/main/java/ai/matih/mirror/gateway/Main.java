package ai.matih.mirror.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The program {@code gateway}. */
final class Main {
  private static final String LOG_SETTING = "logback.configurationFile";
  private static final String TOKENS = "GATEWAY_TOKENS";
  private static final int CANNOT_RUN = 1;
  private static final int BAD_INPUT = 2;

  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  Main(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) throws InterruptedException {
    if (System.getProperty(LOG_SETTING) == null) {
      // Not logback.xml: an application that embeds the gateway has its own.
      System.setProperty(LOG_SETTING, "ai/matih/mirror/gateway/logback.xml");
    }
    int status = new Main(System.getenv(), System.out, System.err).run(arguments);
    if (status >= 0) {
      System.exit(status);
    }
    new CountDownLatch(1).await();
  }

  /** The exit status, or -1 while the gateway runs. */
  int run(String... arguments) {
    Options options;
    GatewayBuilder settings;
    State state;
    try {
      options = Options.of(arguments);
      if (options.help()) {
        out.print(usage());
        return 0;
      }
      if (options.version()) {
        out.println("gateway " + version());
        return 0;
      }
      settings = settings(options);
      state = settings.startingState();
    } catch (IllegalArgumentException e) {
      return fail(BAD_INPUT, e.getMessage());
    } catch (NoSuchFileException e) {
      return fail(BAD_INPUT, e.getMessage() + ": no such file");
    } catch (IOException e) {
      return fail(BAD_INPUT, "a file cannot be read: " + e.getMessage());
    }
    if (options.check()) {
      out.printf(
          "good: %d services, %d routes, %d plugins%n",
          state.services().size(), state.routes().size(), state.plugins().size());
      return 0;
    }
    try {
      run(settings);
      return -1;
    } catch (IOException e) {
      return fail(CANNOT_RUN, e.getMessage());
    }
  }

  private void run(GatewayBuilder settings) throws IOException {
    Gateway gateway = settings.start();
    Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "gateway-close"));
    out.println("clients:    http://" + settings.host + ":" + gateway.port());
    out.println(
        "management: http://"
            + settings.managementHost
            + ":"
            + gateway.managementPort()
            + Management.BASE_PATH);
    gateway
        .generatedToken()
        .ifPresent(
            token -> {
              out.println(
                  "No token is configured. This one has role ADMIN until the gateway ends:");
              out.println("TOKEN=" + token);
            });
    out.flush();
  }

  private GatewayBuilder settings(Options options) throws IOException {
    GatewayBuilder settings =
        options.config() == null ? Gateway.builder() : GatewayFile.read(options.config());
    if (options.port() != null) {
      settings.port(options.port());
    }
    if (options.managementPort() != null) {
      settings.managementPort(options.managementPort());
    }
    String tokens = environment.get(TOKENS);
    if (tokens != null) {
      settings.tokens = settings.tokens.withAll(TOKENS, tokens);
    }
    return settings;
  }

  private int fail(int status, @Nullable String message) {
    err.println("gateway: " + message);
    return status;
  }

  static String usage() {
    try (InputStream in = Main.class.getResourceAsStream("usage.txt")) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "of this source tree" : version;
  }
}
