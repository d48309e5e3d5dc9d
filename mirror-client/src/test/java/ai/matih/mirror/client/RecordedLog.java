package ai.matih.mirror.client;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;

/** What the client logs, at every level, while this is open. */
final class RecordedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
  private final Logger logger;

  RecordedLog() {
    logger = (Logger) LoggerFactory.getLogger("ai.matih.mirror.client");
    logger.setLevel(Level.TRACE);
    logger.setAdditive(false);
    setContext(logger.getLoggerContext());
    start();
    logger.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    event.prepareForDeferredProcessing();
    events.add(event);
  }

  List<String> lines() {
    return events.stream().map(ILoggingEvent::toString).toList();
  }

  List<String> lines(Level level) {
    return events.stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  /** Waits for a line like this; how long at most is the test's own time limit. */
  void await(String pattern) {
    while (events.stream().noneMatch(event -> event.getFormattedMessage().matches(pattern))) {
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("not logged: " + pattern + ", but " + events);
      }
      LockSupport.parkNanos(100_000);
    }
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setLevel(Level.OFF);
    stop();
  }
}
