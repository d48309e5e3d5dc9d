package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        // What is in origin form already is left as it is, whatever it looks like.
        "/ /",
        "/a/b?c=d /a/b?c=d",
        "//other-host/x //other-host/x",
        "///x ///x",
        "/a/../%2e%2E/b//c /a/../%2e%2E/b//c",
        "/a|b%zz^`{} /a|b%zz^`{}",
        "/?u=http://other/x /?u=http://other/x",
        "/http://other/x /http://other/x",
        "/a#b /a#b",
        "* *",
        // Of the absolute form, scheme and authority go.
        "http://h/ /",
        "http://h:80/a?b=c /a?b=c",
        "HTTPS://user:pw@h/a /a",
        "http://[::1]:8080/a /a",
        "http://h//other/x //other/x",
        "http://h /",
        "http://h?q=1 /?q=1",
        "http://h?u=/x /?u=/x",
        "http:/// /",
        "http://h/a://b /a://b",
        // What is neither form is nobody's to mend.
        "example/x example/x",
        "a?b=c://d/e a?b=c://d/e",
        "@other/x @other/x",
        ":80/x :80/x",
        "'' ''",
      })
  void originForm(String target, String origin) {
    assertThat(Targets.originForm(target)).isEqualTo(origin);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "/ /",
        "/a/b?c=/d?e /a/b",
        "/a#b?c /a",
        "//o/x?y //o/x",
        "http://h:1/a?token=secret /a",
        "http://h?token=secret ''",
        "* *",
        "?token=secret ''",
        "'' ''",
      })
  void path(String target, String path) {
    assertThat(Targets.path(target)).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "/api /api true",
        "/api/ /api true",
        "/api/x /api true",
        "/api?x /api true",
        "/api#x /api true",
        "/apis /api false",
        "/ap /api false",
        "/x/api /api false",
        "/?/api /api false",
        "/API /api false",
        "/api/x /api/ true",
        "/api /api/ false",
        "/anything / true",
        "/ / true",
        "* / false",
        "http://h/api/x /api true",
        "http://h/apis /api false",
        "http://api/x /api false",
        "//api/x /api false",
      })
  void prefix(String target, String prefix, boolean held) {
    assertThat(Targets.hasPrefix(target, prefix)).isEqualTo(held);
  }
}
