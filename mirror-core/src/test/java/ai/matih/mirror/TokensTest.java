package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "upgrade                  | true",
        "Upgrade                  | true",
        "\" \tupgrade\t \"        | true",
        "keep-alive, Upgrade      | true",
        "a,upgrade,b              | true",
        ",,upgrade                | true",
        "upgrade,                 | true",
        "\"\"                     | false",
        ",                        | false",
        "upgrades                 | false",
        "up grade                 | false",
        "x-upgrade                | false",
        "a, b                     | false",
        "upgrade;q=1              | false",
      })
  void upgradeIsAmongTheTokens(String list, boolean contained) {
    assertThat(Tokens.contains(list, "upgrade")).isEqualTo(contained);
  }
}
