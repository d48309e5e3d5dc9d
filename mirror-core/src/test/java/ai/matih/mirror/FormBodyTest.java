package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FormBodyTest {
  private static final List<String> TEXTS =
      List.of("a", "b", "name", "", "a b", "&", "=", "%", "+", "é", "ÿ", "a=b&c", "\r\n", "%41");
  private static final List<String> WIDE = List.of("日本", "😀", "\u0000", "Привет");

  private static @Nullable String rebuild(
      Map<String, String[]> parameters, @Nullable String query) {
    byte[] form = FormBody.rebuild(parameters, query, StandardCharsets.UTF_8);
    return form == null ? null : new String(form, StandardCharsets.US_ASCII);
  }

  /** The parameters that a container makes of a query or a form, added to those it has already. */
  private static void parse(String encoded, Charset charset, Map<String, List<String>> into) {
    for (String pair : encoded.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        into.computeIfAbsent(URLDecoder.decode(name, charset), any -> new ArrayList<>())
            .add(URLDecoder.decode(value, charset));
      }
    }
  }

  private static String encoded(Random chance, List<String> texts, Charset charset) {
    List<String> pairs = new ArrayList<>();
    for (int i = chance.nextInt(6); i > 0; i--) {
      String name = URLEncoder.encode(texts.get(chance.nextInt(texts.size())), charset);
      String value = URLEncoder.encode(texts.get(chance.nextInt(texts.size())), charset);
      pairs.add(chance.nextInt(8) == 0 && !name.isEmpty() ? name : name + "=" + value);
    }
    return String.join("&", pairs);
  }

  private static Map<String, String[]> arrays(Map<String, List<String>> lists) {
    Map<String, String[]> arrays = new LinkedHashMap<>();
    lists.forEach((name, values) -> arrays.put(name, values.toArray(String[]::new)));
    return arrays;
  }

  @Test
  void rebuiltForm_hasTheParametersWithoutTheQuerys() {
    Random chance = new Random(1);
    List<String> wide = new ArrayList<>(TEXTS);
    wide.addAll(WIDE);
    for (int run = 0; run < 20_000; run++) {
      boolean latin = run % 4 == 0;
      Charset charset = latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
      List<String> texts = latin ? TEXTS : wide;
      String query = encoded(chance, texts, charset);
      String form = encoded(chance, texts, charset);
      Map<String, List<String>> all = new LinkedHashMap<>();
      parse(query, charset, all);
      parse(form, charset, all);
      Map<String, List<String>> formOnly = new LinkedHashMap<>();
      parse(form, charset, formOnly);

      byte[] rebuilt = FormBody.rebuild(arrays(all), query, charset);

      Map<String, List<String>> queryOnly = new LinkedHashMap<>();
      parse(query, charset, queryOnly);
      boolean ambiguous =
          latin && !queryOnly.keySet().stream().allMatch(name -> name.matches("\\p{ASCII}*"));
      assertThat(rebuilt == null).isEqualTo(ambiguous);
      if (rebuilt == null) {
        continue;
      }
      Map<String, List<String>> parsed = new LinkedHashMap<>();
      parse(new String(rebuilt, StandardCharsets.US_ASCII), charset, parsed);
      assertThat(parsed).as("query %s, form %s", query, form).isEqualTo(formOnly);
    }
  }

  @Test
  void withoutAQuery_everyValueIsTheForms() {
    Map<String, String[]> parameters = new LinkedHashMap<>();
    parameters.put("a", new String[] {"1", "2"});
    parameters.put("b c", new String[] {""});
    assertThat(rebuild(parameters, null)).isEqualTo("a=1&a=2&b+c=");
    assertThat(rebuild(parameters, "")).isEqualTo("a=1&a=2&b+c=");
    assertThat(rebuild(parameters, "&&")).isEqualTo("a=1&a=2&b+c=");
  }

  @Test
  void withTheQuerysValuesOnly_theFormIsEmpty() {
    assertThat(rebuild(Map.of("a", new String[] {"1", "2"}), "a=1&a=2")).isEmpty();
    assertThat(rebuild(Map.of(), null)).isEmpty();
  }

  @Test
  void queryName_isRecognisedHoweverItIsWritten() {
    Map<String, String[]> parameters = Map.of("a b", new String[] {"1", "2", "3", "4"});
    assertThat(rebuild(parameters, "a+b=1&a%20b=2&%61%20b")).isEqualTo("a+b=4");
  }

  @Test
  void queryName_thatNobodyCanDecode_isNobodys() {
    assertThat(rebuild(Map.of("a", new String[] {"1"}), "%zz=1&%=2&a%")).isEqualTo("a=1");
  }

  @Test
  void value_thatWasReplacedWhenDecoded_cannotBeRebuilt() {
    assertThat(rebuild(Map.of("a", new String[] {"x\uFFFDy"}), null)).isNull();
    assertThat(rebuild(Map.of("\uFFFD", new String[] {"x"}), null)).isNull();
  }

  @Test
  void value_thatWasReplacedInTheQuery_doesNotMatter() {
    assertThat(rebuild(Map.of("a", new String[] {"\uFFFD", "x"}), "a=%FF")).isEqualTo("a=x");
  }
}
