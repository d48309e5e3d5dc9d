package ai.matih.mirror;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A form's body, rebuilt from a request's parameters.
 *
 * <p>A request's parameters are the query's and then the form's (Jakarta Servlet 6.0, section 3.1):
 * of a name that the query has k times, the first k values are the query's.
 */
final class FormBody {

  private FormBody() {}

  /** The bytes, or null when a value can no longer be told. */
  static byte @Nullable [] rebuild(
      Map<String, String[]> parameters, @Nullable String query, Charset charset) {
    Map<String, Integer> inQuery = count(query, charset);
    if (inQuery == null) {
      return null;
    }
    StringBuilder form = new StringBuilder();
    for (Map.Entry<String, String[]> parameter : parameters.entrySet()) {
      String name = parameter.getKey();
      String[] values = parameter.getValue();
      int skipped = Math.min(inQuery.getOrDefault(name, 0), values.length);
      for (String value : Arrays.asList(values).subList(skipped, values.length)) {
        // What could not be decoded was replaced, and cannot be encoded as it was.
        if (name.indexOf('\uFFFD') >= 0 || value.indexOf('\uFFFD') >= 0) {
          return null;
        }
        form.append(form.isEmpty() ? "" : "&")
            .append(URLEncoder.encode(name, charset))
            .append('=')
            .append(URLEncoder.encode(value, charset));
      }
    }
    return form.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  /** How often the query has each name, or null when that cannot be told. */
  private static @Nullable Map<String, Integer> count(@Nullable String query, Charset charset) {
    Map<String, Integer> counts = new HashMap<>();
    if (query != null) {
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        if (!pair.isEmpty()) {
          String decoded = decode(name, charset);
          if (!charset.equals(StandardCharsets.UTF_8) && !isAscii(decoded)) {
            // The container may have read the query in another charset than the form.
            return null;
          }
          counts.merge(decoded, 1, Integer::sum);
        }
      }
    }
    return counts;
  }

  private static String decode(String name, Charset charset) {
    try {
      return URLDecoder.decode(name, charset);
    } catch (IllegalArgumentException e) {
      // A container leaves out a name that it cannot decode.
      return name;
    }
  }
}
