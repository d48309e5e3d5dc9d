package ai.matih.mirror.compare;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Comparison} was told. Its methods change a copy that nobody else has seen yet;
 * afterwards nothing does.
 */
final class Settings {
  int maxBodyBytes = 64 * 1024;
  int maxDepth = 64;
  int maxValues = 100_000;
  int maxDifferences = 100;
  boolean digestsOnly;

  /** Names in lower case, sorted, so that differences come in the same order each time. */
  List<String> headers = List.of("content-type");

  Redaction redaction = Redaction.DEFAULT;
  Rules rules = Rules.NONE;

  /** Null: the mirror's own way of collapsing what looks like an id. */
  @Nullable UnaryOperator<String> endpoints;

  int maxEndpoints = 100;
  int maxPaths = 200;
  int maxSamples = 5;
  double alpha = 0.01;
  double delta = 0.01;
  double epsilon = 0.001;

  Settings() {}

  Settings(Settings other) {
    maxBodyBytes = other.maxBodyBytes;
    maxDepth = other.maxDepth;
    maxValues = other.maxValues;
    maxDifferences = other.maxDifferences;
    digestsOnly = other.digestsOnly;
    headers = other.headers;
    redaction = other.redaction;
    rules = other.rules;
    endpoints = other.endpoints;
    maxEndpoints = other.maxEndpoints;
    maxPaths = other.maxPaths;
    maxSamples = other.maxSamples;
    alpha = other.alpha;
    delta = other.delta;
    epsilon = other.epsilon;
  }

  void addHeader(String name) {
    headers = Stream.concat(headers.stream(), Stream.of(name)).distinct().sorted().toList();
  }

  void removeHeader(String name) {
    headers = headers.stream().filter(other -> !other.equals(name)).toList();
  }
}
