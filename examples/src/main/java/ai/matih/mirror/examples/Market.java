package ai.matih.mirror.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * One instance of a service whose answers are noisy. What was asked for is the same from each
 * instance; around it no two answers are alike.
 */
final class Market extends HttpServlet {
  private static final long serialVersionUID = 1;

  static final String ORDERS = "GET /orders/*";
  static final String INVOICES = "GET /invoices/*";
  static final String OFFERS = "GET /offers/*";

  /** Orders are cached, and one in so many is not there. */
  static final int MISS = 200;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<String> PATHS =
      List.of("/orders/", "/orders/", "/orders/", "/invoices/", "/offers/");

  private final long noise;
  private final transient List<Regression> regressions;

  /**
   * An instance.
   *
   * @param noise what its noise begins with, another number for each instance
   * @param regressions what is wrong with its version
   */
  Market(long noise, List<Regression> regressions) {
    this.noise = noise;
    this.regressions = regressions;
  }

  /** Requests for it, each with a number of its own; three of five ask for an order. */
  static List<Call> calls(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> Call.get(PATHS.get(number % PATHS.size()) + number))
        .toList();
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getRequestURI();
    int last = path.lastIndexOf('/') + 1;
    String endpoint = "GET " + path.substring(0, last) + '*';
    int number = Integer.parseInt(path.substring(last));
    Map<String, Object> answer = answer(endpoint, number);
    regressions.forEach(regression -> regression.strike(endpoint, number, answer));
    byte[] bytes = JSON.writeValueAsString(answer).getBytes(UTF_8);
    response.setContentType("application/json");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  private Map<String, Object> answer(String endpoint, int number) {
    SplittableRandom data = new SplittableRandom(number);
    SplittableRandom own = new SplittableRandom((noise << 32) + number);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("number", number);
    answer.put("currency", "EUR");
    answer.put("total", data.nextInt(100, 10_000) / 100.0);
    answer.put("tax", data.nextInt(1, 20));
    answer.put("coupon", "C-" + data.nextInt(1000));
    // From here on it is noise.
    answer.put("items", shuffled(own, List.of(line(data), line(data), line(data))));
    answer.put("trace", UUID.randomUUID().toString());
    answer.put("at", Instant.now().toString());
    answer.put("seen", shuffled(own, data.ints(10).boxed().toList()));
    if (endpoint.equals(ORDERS)) {
      answer.put("cached", own.nextInt(MISS) != 0);
    }
    return answer;
  }

  private static Map<String, Object> line(SplittableRandom data) {
    return Map.of("product", data.nextInt(1000), "pieces", data.nextInt(1, 10));
  }

  private static <T> List<T> shuffled(SplittableRandom random, List<T> list) {
    List<T> shuffled = new ArrayList<>(list);
    Collections.shuffle(shuffled, new Random(random.nextLong()));
    return shuffled;
  }
}
