package ai.matih.mirror.client;

import ai.matih.mirror.MirrorConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The five published settings of a mirror, out of what a gateway may have added. */
final class MirrorSettings {
  private static final Set<String> PUBLISHED = MirrorConfig.of("localhost", 1).toMap().keySet();

  private MirrorSettings() {}

  static MirrorConfig from(Map<String, Object> settings) {
    Map<String, Object> published = new LinkedHashMap<>(settings);
    published.keySet().retainAll(PUBLISHED);
    return MirrorConfig.fromMap(published);
  }
}
