package ai.matih.mirror.compare;

import static ai.matih.mirror.compare.ComparisonRig.json;
import static ai.matih.mirror.compare.ComparisonRig.response;
import static ai.matih.mirror.compare.ComparisonRig.told;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.ObservedResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyComparisonTest {
  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain";
  private static final Comparison COMPARISON = Comparison.defaults();

  private static byte[] encoded(@Nullable String coding, byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (String.valueOf(coding)) {
          case "gzip", "x-gzip", "GZIP" -> new GZIPOutputStream(bytes);
          case "deflate" -> new DeflaterOutputStream(bytes);
          case "bare" -> new DeflaterOutputStream(bytes, new Deflater(9, true));
          default -> bytes;
        }) {
      out.write(body);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  private static ObservedResponse of(String type, @Nullable String coding, String body) {
    return of(type, coding, body.getBytes(UTF_8));
  }

  private static ObservedResponse of(String type, @Nullable String coding, byte[] body) {
    String field = "bare".equals(coding) ? "deflate" : coding;
    return response(200, type, field, encoded(coding, body));
  }

  private static ObservedResponse notKept(String type, @Nullable String coding, String body) {
    ObservedResponse kept = of(type, coding, body);
    return response(200, kept.fields(), encoded(coding, body.getBytes(UTF_8)), false);
  }

  private static String told(ObservedResponse primary, ObservedResponse mirror) {
    return ComparisonRig.told(COMPARISON.compare(primary, mirror));
  }

  @Test
  void sameBytes_areEqual_whateverTheyAre() {
    assertThat(told(of(TEXT, null, "a"), of(TEXT, "identity", "a"))).isEqualTo("=");
    assertThat(told(notKept(TEXT, null, "a"), notKept(TEXT, null, "a"))).isEqualTo("=");
    assertThat(told(notKept(JSON, null, "{"), notKept(JSON, "", "{"))).isEqualTo("=");
    assertThat(told(notKept(JSON, "br", "x"), notKept(JSON, "BR ", "x"))).isEqualTo("=");
  }

  @Test
  void otherBytes_differ_andOnlyTheirLengthIsTold() {
    assertThat(told(of(TEXT, null, "canary"), of(TEXT, null, "canaries")))
        .isEqualTo("value body length 6 -> length 8");
    assertThat(told(notKept(TEXT, null, "one"), notKept(TEXT, null, "two")))
        .isEqualTo("value body length 3 -> length 3");
    assertThat(told(of(TEXT, null, "one"), of(TEXT, null, "")))
        .isEqualTo("missing body length 3 -> -");
    assertThat(told(notKept(JSON, null, ""), notKept(JSON, null, "{}")))
        .isEqualTo("extra body - -> length 2");
  }

  @ParameterizedTest
  @CsvSource({
    "gzip,identity",
    "gzip,GZIP",
    "x-gzip,gzip",
    "deflate,gzip",
    "bare,gzip",
    "bare,deflate",
    "gzip,"
  })
  void encodedBodies_areComparedDecoded(String coding, @Nullable String other) {
    String text = "some text, some text, some text";

    assertThat(told(of(TEXT, coding, text), of(TEXT, other, text))).isEqualTo("=");
    assertThat(told(of(TEXT, coding, text), of(TEXT, other, "other")))
        .isEqualTo("value body length 31 -> length 5");
    assertThat(told(of(JSON, coding, "{\"a\":1}"), of(JSON, other, "{\"a\":2}")))
        .isEqualTo("value $.a 1 -> 2");
    assertThat(told(of(JSON, coding, ""), of(JSON, other, "{}")))
        .isEqualTo("extra body - -> length 2");
  }

  @Test
  void sameTextPackedDifferently_isEqual() {
    byte[] packed = encoded("gzip", "text".getBytes(UTF_8));
    byte[] later = packed.clone();
    later[4] = 7; // the time of packing

    assertThat(told(response(200, TEXT, "gzip", packed), response(200, TEXT, "gzip", later)))
        .isEqualTo("=");
  }

  @Test
  void anUnknownEncoding_isNotComparable() {
    assertThat(told(of(TEXT, "br", "one"), of(TEXT, "br", "two")))
        .isEqualTo("? a body in an encoding that is not known");
    assertThat(told(of(JSON, "gzip, gzip", "one"), of(JSON, null, "one")))
        .isEqualTo("? a body in an encoding that is not known");
  }

  @Test
  void aBrokenEncoding_isNotComparable() {
    byte[] packed = encoded("gzip", "text".getBytes(UTF_8));
    ObservedResponse cut = response(200, TEXT, "gzip", Arrays.copyOf(packed, packed.length - 3));

    assertThat(told(of(TEXT, null, "text"), cut))
        .isEqualTo("? a body that is not encoded as it says");
    assertThat(told(response(200, TEXT, "gzip", new byte[] {1, 2}), of(TEXT, null, "text")))
        .isEqualTo("? a body that is not encoded as it says");
    assertThat(told(response(200, TEXT, "deflate", new byte[] {7}), of(TEXT, null, "text")))
        .isEqualTo("? a body that is not encoded as it says");
  }

  @Test
  void jsonThatWasNotKept_isNotComparable_neverDifferent() {
    assertThat(told(notKept(JSON, null, "{}"), of(JSON, null, "{ }")))
        .isEqualTo("? a body was not kept");
    assertThat(told(of(TEXT, "gzip", "a"), notKept(TEXT, "gzip", "b")))
        .isEqualTo("? a body was not kept");
  }

  @Test
  void aBodyLongerThanTheBound_isNotLookedInto() {
    Comparison small = COMPARISON.maxBodyBytes(10);

    assertThat(ComparisonRig.told(small.compare(json("[1,2,3,4 ]"), json("[1,2,3,4]"))))
        .isEqualTo("=");
    assertThat(ComparisonRig.told(small.compare(json("[1,2,3,4  ]"), json("[1,2,3,4]"))))
        .isEqualTo("? a body was not kept");
  }

  @Test
  void aBodyThatUnpacksToTooMuch_isNotComparable() {
    byte[] bomb = encoded("gzip", new byte[10 * 1024 * 1024]);
    assertThat(bomb).hasSizeLessThan(64 * 1024);

    assertThat(told(of(TEXT, null, "text"), response(200, TEXT, "gzip", bomb)))
        .isEqualTo("? a body that is longer than 1048576 bytes when decoded");
  }

  @Test
  void aBodyThatUnpacksToJustAsMuchAsItMay_isCompared() {
    byte[] most = new byte[1024 * 1024];
    Arrays.fill(most, (byte) ' ');
    byte[] number = most.clone();
    number[5] = '1';

    assertThat(told(of(JSON, "gzip", number), of(JSON, null, "1.0"))).isEqualTo("=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void json_isReadInAnyUnicodeEncoding(String charset) {
    byte[] body = "{\"a\":\"é\"}".getBytes(Charset.forName(charset));

    assertThat(told(of(JSON, null, body), json("{\"a\":\"\\u00e9\"}"))).isEqualTo("=");
  }

  @Test
  void aByteOrderMark_isNoDifference() {
    assertThat(told(json("\ufeff{\"a\":1}"), json("{\"a\":1}"))).isEqualTo("=");
    assertThat(told(of(JSON, null, "\ufeff[1]".getBytes(UTF_16LE)), json("[1]"))).isEqualTo("=");
  }

  @Test
  void brokenUtf8_isNoJson() {
    byte[] broken = {'"', (byte) 0xC3, '"'};

    assertThat(told(of(JSON, null, broken), json("\"a\""))).isEqualTo("type body not JSON -> JSON");
  }

  @ParameterizedTest
  @CsvSource({
    "application/json; charset=utf-8, application/json;charset=utf-8",
    "APPLICATION/JSON, application/json",
    "application/problem+json, application/problem+json",
    "text/json, text/json"
  })
  void jsonTypes_areComparedByStructure(String type, String other) {
    assertThat(told(of(type, null, "{\"a\":1}"), of(other, null, "{\"a\":1.0}"))).isEqualTo("=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-ndjson", "application/jsonp", ""})
  void otherTypes_areComparedByBytes(String type) {
    assertThat(told(of(type, null, "[1]"), of(type, null, "[1.0]")))
        .isEqualTo("value body length 3 -> length 5");
  }

  @Test
  void jsonAndAnotherType_areComparedByBytes() {
    assertThat(told(of(JSON, null, "[1]"), of("text/html", null, "[1.0]")))
        .isEqualTo(
            "value header:content-type application/json -> text/html; "
                + "value body length 3 -> length 5");
  }

  @Test
  void byDigests_evenJsonDiffersByItsBytes() {
    Comparison digests = Comparison.ofDigests();
    ObservedResponse one = notKept(JSON, "gzip", "[1]");
    ObservedResponse other = notKept(JSON, "gzip", "[1.0]");

    assertThat(digests.maxBodyBytes()).isZero();
    assertThat(digests.compare(one, one).differences()).isEmpty();
    assertThat(digests.compare(one, other).differences())
        .extracting(Difference::path)
        .containsExactly("body");
    assertThat(ComparisonRig.told(digests.compare(one, notKept(JSON, null, "[1]"))))
        .isEqualTo("? the bodies are encoded differently");
    assertThat(
            ComparisonRig.told(
                digests.compare(
                    response(200, Map.of("content-type", "a"), new byte[1], false),
                    response(404, Map.of("content-type", "b"), new byte[2], false))))
        .isEqualTo(
            "value status 200 -> 404; value header:content-type a -> b; "
                + "value body length 1 -> length 2");
  }
}
