package ai.matih.mirror.compare;

import ai.matih.mirror.compare.ComparisonReport.Counts;
import ai.matih.mirror.compare.ComparisonReport.Endpoint;
import ai.matih.mirror.compare.EndpointSnapshot.Judged;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** The endpoints' accounts since a certain time. Thread-safe. */
final class Window {
  private static final Comparator<Endpoint> WORST_FIRST =
      Comparator.comparing(Endpoint::verdict)
          .thenComparing(endpoint -> endpoint.counts().exchanges())
          .reversed()
          .thenComparing(Endpoint::name);

  private final Instant since;
  private final Comparison settings;
  private final Evidence evidence;
  private final EndpointName names;
  private final Map<String, EndpointAccount> endpoints = new ConcurrentHashMap<>();

  /** One permit for each endpoint that may have an account of its own. */
  private final Semaphore places;

  Window(Instant since, Comparison settings, Evidence evidence) {
    this.since = since;
    this.settings = settings;
    this.evidence = evidence;
    this.names = new EndpointName(settings.endpoints());
    this.places = new Semaphore(settings.maxEndpoints());
  }

  /** The account of a request's endpoint; once there are too many, the one for all others. */
  EndpointAccount endpoint(String method, String path) {
    String name = names.of(method, path);
    EndpointAccount known = endpoints.get(name);
    if (known != null) {
      return known;
    }
    if (!places.tryAcquire()) {
      return endpoints.computeIfAbsent(EndpointAccount.OTHER, this::opened);
    }
    EndpointAccount mine = opened(name);
    EndpointAccount sooner = endpoints.putIfAbsent(name, mine);
    if (sooner == null) {
      return mine;
    }
    places.release();
    return sooner;
  }

  private EndpointAccount opened(String name) {
    return new EndpointAccount(name, settings, evidence);
  }

  ComparisonReport report(String route, boolean withBaseline) {
    List<Judged> judged =
        endpoints.values().stream().map(account -> account.snapshot().judged(evidence)).toList();
    List<Endpoint> rows = judged.stream().map(Judged::endpoint).sorted(WORST_FIRST).toList();
    Counts counts = rows.stream().map(Endpoint::counts).reduce(Counts.NONE, Counts::plus);
    Outlook worst = Outlook.worst(judged.stream().map(Judged::outlook).toList());
    return new ComparisonReport(
        route,
        worst.verdict(),
        worst.remaining(counts.exchanges()),
        since,
        withBaseline,
        counts,
        rows);
  }
}
