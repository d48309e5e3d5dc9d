package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The five properties as the gateway's wire format. */
class MirrorConfigJsonTest {

  @Test
  void written_inThePublishedOrder() {
    assertThat(new MirrorConfig("ai-service-v2.internal", 8000, 50, false, true).toJson())
        .isEqualTo(
            "{\"mirrorHost\":\"ai-service-v2.internal\",\"mirrorPort\":8000,\"percentage\":50,"
                + "\"synchronous\":false,\"logResponses\":true}");
  }

  @Test
  void written_isReadBack() {
    for (MirrorConfig config :
        List.of(
            MirrorConfig.of("a", 1),
            new MirrorConfig("[::1]", 65_535, 0, true, false),
            new MirrorConfig("my_host.example.", 443, 99, true, true))) {
      assertThat(MirrorConfig.fromJson(config.toJson())).isEqualTo(config);
      assertThat(MirrorConfig.fromMap(config.toMap())).isEqualTo(config);
    }
  }

  @Test
  void missingKeys_takeTheirDefaults() {
    assertThat(MirrorConfig.fromJson(" { \"mirrorPort\" : 8000 , \"mirrorHost\" : \"a\" } "))
        .isEqualTo(MirrorConfig.of("a", 8000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // missing
        "{}                                                | mirrorHost: missing",
        "{'mirrorPort':80}                                 | mirrorHost: missing",
        "{'mirrorHost':'a'}                                | mirrorPort: missing",
        // unknown
        "{'mirrorHost':'a','mirrorPort':80,'percent':5}    | percent: 5",
        "{'mirrorHost':'a','mirrorPort':80,'MirrorHost':1} | MirrorHost: 1",
        "{'mirror_host':'a','mirrorPort':80}               | mirror_host: a",
        "{'mirrorHost':'a','mirrorPort':80,'':1}           | : 1",
        // null
        "{'mirrorHost':null,'mirrorPort':80}                      | mirrorHost: null",
        "{'mirrorHost':'a','mirrorPort':null}                     | mirrorPort: null",
        "{'mirrorHost':'a','mirrorPort':80,'percentage':null}     | percentage: null",
        "{'mirrorHost':'a','mirrorPort':80,'synchronous':null}    | synchronous: null",
        "{'mirrorHost':'a','mirrorPort':80,'logResponses':null}   | logResponses: null",
        // of a wrong type
        "{'mirrorHost':1,'mirrorPort':80}                         | mirrorHost: 1",
        "{'mirrorHost':['a'],'mirrorPort':80}                     | mirrorHost: [a]",
        "{'mirrorHost':{},'mirrorPort':80}                        | mirrorHost: {}",
        "{'mirrorHost':true,'mirrorPort':80}                      | mirrorHost: true",
        "{'mirrorHost':'a','mirrorPort':'80'}                     | mirrorPort: 80",
        "{'mirrorHost':'a','mirrorPort':80.0}                     | mirrorPort: 80.0",
        "{'mirrorHost':'a','mirrorPort':8e1}                      | mirrorPort: 80.0",
        "{'mirrorHost':'a','mirrorPort':true}                     | mirrorPort: true",
        "{'mirrorHost':'a','mirrorPort':[80]}                     | mirrorPort: [80]",
        "{'mirrorHost':'a','mirrorPort':99999999999}              | mirrorPort: 99999999999",
        "{'mirrorHost':'a','mirrorPort':4294967376}               | mirrorPort: 4294967376",
        "{'mirrorHost':'a','mirrorPort':80,'percentage':'50'}     | percentage: 50",
        "{'mirrorHost':'a','mirrorPort':80,'percentage':50.5}     | percentage: 50.5",
        "{'mirrorHost':'a','mirrorPort':80,'percentage':false}    | percentage: false",
        "{'mirrorHost':'a','mirrorPort':80,'synchronous':'true'}  | synchronous: true",
        "{'mirrorHost':'a','mirrorPort':80,'synchronous':1}       | synchronous: 1",
        "{'mirrorHost':'a','mirrorPort':80,'logResponses':0}      | logResponses: 0",
        "{'mirrorHost':'a','mirrorPort':80,'logResponses':''}     | logResponses: ",
        // out of range
        "{'mirrorHost':'','mirrorPort':80}                        | mirrorHost: ",
        "{'mirrorHost':'a/b','mirrorPort':80}                     | mirrorHost: a/b",
        "{'mirrorHost':'a\\u000ab','mirrorPort':80}               | mirrorHost: a\\u000ab",
        "{'mirrorHost':'a','mirrorPort':0}                        | mirrorPort: 0",
        "{'mirrorHost':'a','mirrorPort':65536}                    | mirrorPort: 65536",
        "{'mirrorHost':'a','mirrorPort':-80}                      | mirrorPort: -80",
        "{'mirrorHost':'a','mirrorPort':80,'percentage':101}      | percentage: 101",
        "{'mirrorHost':'a','mirrorPort':80,'percentage':-1}       | percentage: -1",
      })
  void badProperty_isNamedWithValueAndExpectation(String json, String nameAndValue) {
    String name = nameAndValue.substring(0, nameAndValue.indexOf(':'));
    String expected =
        switch (name) {
          case "mirrorHost" -> MirrorConfigTest.HOST_EXPECTED;
          case "mirrorPort" -> " (expected: 1-65535)";
          case "percentage" -> " (expected: 0-100)";
          case "synchronous", "logResponses" -> " (expected: true or false)";
          default ->
              " (expected: no such property, but mirrorHost, mirrorPort, percentage, synchronous,"
                  + " logResponses)";
        };
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MirrorConfig.fromJson(json.replace('\'', '"')))
        .withMessage((nameAndValue.endsWith(":") ? nameAndValue + " " : nameAndValue) + expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "1",
        "\"a\"",
        "true",
        "{",
        "}",
        "{'mirrorHost':'a','mirrorPort':80",
        "{'mirrorHost':'a','mirrorPort':80}}",
        "{'mirrorHost':'a','mirrorPort':80} {}",
        "{'mirrorHost':'a','mirrorPort':80} x",
        "{'mirrorHost':'a','mirrorPort':80,}",
        "{'mirrorHost':'a','mirrorPort':080}",
        "{'mirrorHost':'a','mirrorPort':+80}",
        "{'mirrorHost':'a','mirrorPort':0x50}",
        "{'mirrorHost':'a','mirrorPort':NaN}",
        "{mirrorHost:'a','mirrorPort':80}",
        "{'mirrorHost':'a','mirrorPort':80 /* 8080 */}",
        "[{'mirrorHost':'a','mirrorPort':80}]",
      })
  void text_thatIsNotOneJsonObject_isRejected(String json) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MirrorConfig.fromJson(json.replace('\'', '"')))
        .withMessageMatching("json: .* \\(expected: one JSON object.*\\)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mirrorHost", "mirrorPort", "percentage", "synchronous", "logResponses"})
  void keyThatComesTwice_isRejectedByName(String key) {
    String value =
        key.equals("mirrorHost") ? "\"a\"" : key.endsWith("e") || key.endsWith("t") ? "80" : "true";
    String twice = "{\"" + key + "\":" + value + ",\"" + key + "\":" + value + "}";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MirrorConfig.fromJson(twice))
        .withMessageMatching("json: .* \\(expected: one JSON object; Duplicate .*" + key + ".*\\)");
  }

  @Test
  void longText_isCutInTheMessage() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MirrorConfig.fromJson("x".repeat(100_000)))
        .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(1000));
  }

  @Test
  void deepNesting_isRejectedLikeAnyOtherText() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MirrorConfig.fromJson("{\"a\":" + "[".repeat(100_000)))
        .withMessageStartingWith("json: ");
  }
}
