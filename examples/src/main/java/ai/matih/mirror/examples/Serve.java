package ai.matih.mirror.examples;

import ai.matih.mirror.Exchange;
import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.PercentageSampler;
import ai.matih.mirror.RequestView;
import ai.matih.mirror.Sampler;
import ai.matih.mirror.compare.Difference;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Both services, up until the process is interrupted, and a line for each exchange. */
final class Serve {
  private final PrintStream out;

  private Serve(PrintStream out) {
    this.out = out;
  }

  static void run(PrintStream out) throws InterruptedException {
    Serve serve = new Serve(out);
    Sampler published = PercentageSampler.of(Stage.ROUTE);
    Stage stage =
        new Stage(
            mirror ->
                mirror
                    .listener(serve::ended)
                    .sampler((request, share) -> serve.decided(published, request, share)));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stage.close();
                  out.println("\nstopped " + Report.occurred(stage.mirror.stats()));
                }));
    serve.printHelp(stage);
    new CountDownLatch(1).await();
  }

  private void printHelp(Stage stage) {
    String primary = "http://127.0.0.1:" + stage.primary.port();
    out.println("Primary   " + primary + ", Tomcat with MirrorFilter");
    out.println("Mirror    http://127.0.0.1:" + stage.target.port() + ", the next version");
    out.println("Config    " + stage.mirror.config().percentage() + " % are copied. Try:");
    out.println();
    out.println("  curl " + primary + "/price");
    out.println("  curl " + primary + "/price -H 'X-Request-ID: 7'   # always decided alike");
    out.println("  curl " + primary + "/orders -d '{\"item\": 7}'");
    out.println("  curl " + primary + "/login -d user=me");
    out.println("  echo hello | curl -T - " + primary + "/files/hello   # chunked");
    out.println();
    out.println("Each exchange is printed below. Ctrl-C ends both.");
    out.println();
  }

  private boolean decided(Sampler published, RequestView request, double share) {
    boolean sampled = published.sample(request, share);
    if (!sampled) {
      out.println(request.method() + ' ' + request.target() + "  not copied");
    }
    return sampled;
  }

  private void ended(Exchange exchange) {
    List<String> paths = exchange.differences().stream().map(Difference::path).toList();
    String differences = paths.isEmpty() ? "alike" : "differ in " + paths;
    out.println(
        exchange.method()
            + ' '
            + exchange.path()
            + "  "
            + exchange.outcome()
            + "  primary "
            + text(exchange.primary())
            + ", mirror "
            + text(exchange.response())
            + (exchange.response() == null ? "" : ", " + differences));
  }

  private static String text(@Nullable ObservedResponse response) {
    return response == null
        ? "-"
        : String.format(
            Locale.ROOT, "%d in %.1f ms", response.status(), response.elapsed().toNanos() / 1e6);
  }
}
