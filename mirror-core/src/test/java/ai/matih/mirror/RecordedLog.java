package ai.matih.mirror;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** What a route's logger was told while this was open. */
final class RecordedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
  private final Logger logger;

  RecordedLog(String route) {
    logger = (Logger) LoggerFactory.getLogger("ai.matih.mirror." + route);
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    setContext(logger.getLoggerContext());
    start();
    logger.addAppender(this);
  }

  org.slf4j.Logger logger() {
    return logger;
  }

  @Override
  protected void append(ILoggingEvent event) {
    event.prepareForDeferredProcessing();
    events.add(event);
  }

  /** The first line that was logged at this level; waits for it. */
  ILoggingEvent await(Level level) {
    Await.until(() -> count(level) > 0);
    return events.stream().filter(event -> event.getLevel() == level).findFirst().orElseThrow();
  }

  long count(Level level) {
    return events.stream().filter(event -> event.getLevel() == level).count();
  }

  static Map<String, Object> keyValues(ILoggingEvent event) {
    Map<String, Object> values = new LinkedHashMap<>();
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> values.put(pair.key, pair.value));
    }
    return values;
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    stop();
  }
}
