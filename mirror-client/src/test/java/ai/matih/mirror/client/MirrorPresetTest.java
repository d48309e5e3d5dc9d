package ai.matih.mirror.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.mirror.MirrorConfig;
import org.junit.jupiter.api.Test;

class MirrorPresetTest {

  @Test
  void thePresetsAreTheDocumentedSettings() {
    assertThat(MirrorPreset.PRE_PRODUCTION_VALIDATION.to("v2", 8000))
        .isEqualTo(new MirrorConfig("v2", 8000, 100, false, true));
    assertThat(MirrorPreset.PERFORMANCE_BENCHMARKING.to("v2", 8000))
        .isEqualTo(new MirrorConfig("v2", 8000, 25, false, false));
    assertThat(MirrorPreset.CACHE_WARMING.to("v2", 8000))
        .isEqualTo(new MirrorConfig("v2", 8000, 100, false, false));
  }

  @Test
  void aPresetRefusesABadTarget() {
    assertThatThrownBy(() -> MirrorPreset.CACHE_WARMING.to("http://v2", 8000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mirrorHost: http://v2 (expected: ");
  }
}
