package ai.matih.mirror.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells when a service begins to fail and when it answers again; never a line per request. */
final class ServiceLog {
  private static final Logger LOGGER = LoggerFactory.getLogger(ServiceLog.class);

  private final Map<String, Problem> failing = new ConcurrentHashMap<>();

  void failed(Service service, Problem problem, Throwable error) {
    if (failing.put(service.name(), problem) != problem) {
      LOGGER
          .atWarn()
          .addKeyValue("service", service.name())
          .addKeyValue("url", service.url())
          .log("service fails: {} {}", problem, error.toString());
    }
  }

  void answered(Service service) {
    if (!failing.isEmpty() && failing.remove(service.name()) != null) {
      LOGGER.atInfo().addKeyValue("service", service.name()).log("service answers again");
    }
  }
}
