package ai.matih.mirror.examples;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A fault that is planted in the candidate, and that the report has to tell of.
 *
 * @param endpoint whose answers have it
 * @param path where in them
 * @param oneIn how rare it is: in one of so many answers
 * @param what it does, in a few words
 * @param change does it to an answer
 */
record Regression(
    String endpoint, String path, int oneIn, String what, Consumer<Map<String, Object>> change) {

  /** Those of the demo. */
  static final List<Regression> PLANTED =
      List.of(
          new Regression(
              Market.ORDERS,
              "$.total",
              1,
              "a number turns into text",
              answer -> answer.computeIfPresent("total", (key, total) -> total.toString())),
          new Regression(Market.ORDERS, "$.tax", 20, "is 0", answer -> answer.put("tax", 0)),
          new Regression(
              Market.ORDERS, "$.coupon", 200, "is lost", answer -> answer.remove("coupon")),
          new Regression(
              Market.INVOICES,
              "$.currency",
              1,
              "is wrong, at this endpoint only",
              answer -> answer.put("currency", "USD")));

  /** Changes the answer to the request with this number, or does not: each time alike. */
  void strike(String endpoint, int number, Map<String, Object> answer) {
    SplittableRandom random = new SplittableRandom(path.hashCode() + 31L * number);
    if (endpoint.equals(this.endpoint) && random.nextInt(oneIn) == 0) {
      change.accept(answer);
    }
  }

  /** Where it is. */
  String place() {
    return endpoint + ' ' + path;
  }

  /** How rare it is, in words. */
  String frequency() {
    return oneIn == 1 ? "each answer" : "1 in " + oneIn;
  }
}
