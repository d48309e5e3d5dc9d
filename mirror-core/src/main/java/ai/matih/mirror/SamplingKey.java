package ai.matih.mirror;

import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a request is recognised by when the {@link PercentageSampler} decides: requests with one key
 * are all copied or none.
 *
 * <p>An empty value is no key. A key is a region of a string that the server already holds, so that
 * finding it allocates nothing.
 */
public final class SamplingKey {
  private static final long ABSENT = -1;

  private final Function<RequestView, @Nullable String> text;
  private final ToLongFunction<String> region;

  private SamplingKey(Function<RequestView, @Nullable String> text, ToLongFunction<String> region) {
    this.text = text;
    this.region = region;
  }

  /** The text that the key is a part of, or null. */
  @Nullable String text(RequestView request) {
    return text.apply(request);
  }

  /** Where in the text the key is: start and end, or a negative number for nowhere. */
  long region(String text) {
    return region.applyAsLong(text);
  }

  /**
   * The trace id of a valid {@code traceparent}: 32 hexadecimal digits (W3C Trace Context, section
   * 3.2).
   */
  public static SamplingKey traceId() {
    return new SamplingKey(
        request -> request.header("traceparent"),
        text ->
            TraceParent.isValid(text)
                ? packed(TraceParent.TRACE_ID_START, TraceParent.TRACE_ID_END)
                : ABSENT);
  }

  /** The value of a header field, without surrounding white space. */
  public static SamplingKey header(String name) {
    return new SamplingKey(
        request -> request.header(name), text -> trimmed(text, 0, text.length()));
  }

  /** The value of a cookie, as sent (RFC 6265, section 4.2.1). */
  public static SamplingKey cookie(String name) {
    return new SamplingKey(
        request -> request.header("cookie"), text -> pair(text, 0, text.length(), ';', name));
  }

  /** The first value of a query parameter, as sent: not decoded. */
  public static SamplingKey queryParameter(String name) {
    return new SamplingKey(
        RequestView::target,
        text -> {
          int query = text.indexOf('?');
          return query < 0 ? ABSENT : pair(text, query + 1, text.length(), '&', name);
        });
  }

  /** The path, as sent: not decoded, without the query. */
  public static SamplingKey path() {
    return new SamplingKey(
        RequestView::target,
        text -> {
          int start = Targets.pathStart(text);
          return packed(start, Targets.pathEnd(text, start));
        });
  }

  /** The client's address as the server knows it. */
  public static SamplingKey clientAddress() {
    return of(RequestView::clientAddress);
  }

  /** What the function finds in the request; null or empty for nothing. It may allocate. */
  public static SamplingKey of(Function<RequestView, @Nullable String> function) {
    return new SamplingKey(function, text -> packed(0, text.length()));
  }

  static int start(long region) {
    return (int) (region >>> 32);
  }

  static int end(long region) {
    return (int) region;
  }

  private static long packed(int start, int end) {
    return start < end ? ((long) start << 32) | end : ABSENT;
  }

  private static long trimmed(String text, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return packed(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** Finds {@code name=value} among pairs. */
  private static long pair(String text, int from, int to, char separator, String name) {
    int start = from;
    while (start < to) {
      int next = text.indexOf(separator, start);
      int end = next < 0 || next > to ? to : next;
      while (start < end && isBlank(text.charAt(start))) {
        start++;
      }
      int value = start + name.length();
      if (value < end && text.charAt(value) == '=' && text.startsWith(name, start)) {
        return trimmed(text, value + 1, end);
      }
      start = end + 1;
    }
    return ABSENT;
  }
}
