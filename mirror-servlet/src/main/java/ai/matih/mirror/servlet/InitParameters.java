package ai.matih.mirror.servlet;

import static java.util.Map.entry;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.PercentageSampler;
import ai.matih.mirror.SamplingKey;
import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.TrafficMirrorBuilder;
import jakarta.servlet.FilterConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A filter's init parameters, as a mirror's settings. */
final class InitParameters {
  private static final long DAY = Duration.ofDays(1).toMillis();

  private interface Setting {
    void apply(TrafficMirrorBuilder mirror, String name, String value);
  }

  private static final Set<String> NUMBERS = Set.of("mirrorPort", "percentage");
  private static final Set<String> FLAGS = Set.of("synchronous", "logResponses");
  private static final Set<String> REQUIRED = Set.of("route", "mirrorHost", "mirrorPort");
  private static final Set<String> SAMPLING = Set.of("salt", "keyHeader", "keyCookie");

  private static final Map<String, Setting> SETTINGS =
      Map.ofEntries(
          entry("methods", (mirror, name, value) -> mirror.methods(list(name, value))),
          entry("pathPrefixes", (mirror, name, value) -> mirror.pathPrefixes(list(name, value))),
          entry("dropHeaders", (mirror, name, value) -> mirror.dropHeader(list(name, value))),
          entry("preserveHost", flag(TrafficMirrorBuilder::preserveHost)),
          entry("withoutCredentials", flag(mirror -> mirror.withoutCredentials())),
          entry("reconstructForms", flag(TrafficMirrorBuilder::reconstructForms)),
          entry("tls", flag(mirror -> mirror.tls())),
          entry("timeoutMillis", (mirror, name, value) -> mirror.timeout(millis(name, value))),
          entry(
              "connectTimeoutMillis",
              (mirror, name, value) -> mirror.connectTimeout(millis(name, value))),
          entry(
              "exchangeTimeoutMillis",
              (mirror, name, value) -> mirror.exchangeTimeout(millis(name, value))),
          entry(
              "closeTimeoutMillis",
              (mirror, name, value) -> mirror.closeTimeout(millis(name, value))),
          entry("maxBodyBytes", (mirror, name, value) -> mirror.maxBodyBytes(integer(name, value))),
          entry("maxHeldBytes", (mirror, name, value) -> mirror.maxHeldBytes(number(name, value))),
          entry("maxInFlight", (mirror, name, value) -> mirror.maxInFlight(integer(name, value))),
          entry(
              "maxConnections",
              (mirror, name, value) -> mirror.maxConnections(integer(name, value))));

  private final Map<String, String> parameters;

  private InitParameters(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  static InitParameters of(FilterConfig config) {
    Map<String, String> parameters = new TreeMap<>();
    for (String name : Collections.list(config.getInitParameterNames())) {
      parameters.put(name, config.getInitParameter(name));
    }
    return new InitParameters(parameters);
  }

  void expectNone() {
    parameters.forEach(
        (name, value) -> {
          throw invalid(name, value, "no init parameters beside a mirror that was given");
        });
  }

  /**
   * @throws IllegalArgumentException naming parameter, value and expectation
   */
  TrafficMirror mirror() {
    REQUIRED.stream().sorted().forEach(this::require);
    String route = parameters.getOrDefault("route", "");
    TrafficMirrorBuilder mirror = TrafficMirror.builder(route);
    Map<String, Object> config = new HashMap<>();
    parameters.forEach(
        (name, value) -> {
          Setting setting = SETTINGS.get(name);
          if (setting != null) {
            setting.apply(mirror, name, value);
          } else if (NUMBERS.contains(name)) {
            config.put(name, numberIfOne(value));
          } else if (FLAGS.contains(name)) {
            config.put(name, isTrue(name, value));
          } else if (name.equals("mirrorHost")) {
            config.put(name, value);
          } else if (!name.equals("route") && !SAMPLING.contains(name)) {
            throw invalid(name, value, "no such init parameter, but " + names());
          }
        });
    PercentageSampler sampler = sampler(route);
    if (sampler != null) {
      mirror.sampler(sampler);
    }
    return mirror.to(MirrorConfig.fromMap(config)).build();
  }

  private void require(String name) {
    if (!parameters.containsKey(name)) {
      throw invalid(name, "missing", "an init parameter");
    }
  }

  private @Nullable PercentageSampler sampler(String route) {
    if (Collections.disjoint(parameters.keySet(), SAMPLING)) {
      return null;
    }
    PercentageSampler sampler = PercentageSampler.of(nonBlank("salt", route));
    List<SamplingKey> keys = new ArrayList<>();
    if (parameters.containsKey("keyHeader")) {
      keys.add(SamplingKey.header(nonBlank("keyHeader", "")));
    }
    if (parameters.containsKey("keyCookie")) {
      keys.add(SamplingKey.cookie(nonBlank("keyCookie", "")));
    }
    return keys.isEmpty() ? sampler : sampler.withKeys(keys.toArray(SamplingKey[]::new));
  }

  private String nonBlank(String name, String absent) {
    String value = parameters.getOrDefault(name, absent);
    if (value.isBlank()) {
      throw invalid(name, value, "not blank");
    }
    return value;
  }

  private static Set<String> names() {
    Set<String> names = new TreeSet<>(SETTINGS.keySet());
    names.addAll(REQUIRED);
    names.addAll(NUMBERS);
    names.addAll(FLAGS);
    names.addAll(SAMPLING);
    return names;
  }

  private static Setting flag(java.util.function.Consumer<TrafficMirrorBuilder> ifTrue) {
    return (mirror, name, value) -> {
      if (isTrue(name, value)) {
        ifTrue.accept(mirror);
      }
    };
  }

  private static boolean isTrue(String name, String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid(name, value, "true or false");
    };
  }

  private static String[] list(String name, String value) {
    String[] items = value.split(",", -1);
    for (int i = 0; i < items.length; i++) {
      items[i] = items[i].strip();
      if (items[i].isEmpty()) {
        throw invalid(name, value, "names separated by commas");
      }
    }
    return items;
  }

  /** What is not a number is left to the configuration, which says what it expects. */
  private static Object numberIfOne(String value) {
    try {
      return Integer.valueOf(value);
    } catch (NumberFormatException e) {
      return value;
    }
  }

  private static Duration millis(String name, String value) {
    long millis = number(name, value);
    if (millis < 1 || millis > DAY) {
      throw invalid(name, value, "1-" + DAY);
    }
    return Duration.ofMillis(millis);
  }

  private static int integer(String name, String value) {
    long number = number(name, value);
    if (number != (int) number) {
      throw invalid(name, value, "a whole number of at most " + Integer.MAX_VALUE);
    }
    return (int) number;
  }

  private static long number(String name, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw invalid(name, value, "a whole number");
    }
  }

  private static IllegalArgumentException invalid(String name, String value, String expected) {
    return new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
  }
}
