package ai.matih.mirror.test;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.TrafficMirrorBuilder;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Tests of an adapter on a server, each with a {@link Rig} that settles in the end. */
abstract class AdapterContract implements ContractPart {
  private @Nullable Rig rig;

  /**
   * Starts the adapter's server for the application; without an adapter if there is no mirror. The
   * server's error pages must not show stack traces, which are those of the adapter too.
   */
  protected abstract TestServer start(TestApp app, @Nullable TrafficMirror mirror) throws Exception;

  /** What the server makes impossible. Default: nothing. */
  protected Set<Feature> unsupported() {
    return Set.of();
  }

  @Override
  public final Rig rig(UnaryOperator<TrafficMirrorBuilder> settings) throws Exception {
    return rig(this::start, settings);
  }

  /** The same with servers of another kind. */
  protected final Rig rig(Rig.Starter starter, UnaryOperator<TrafficMirrorBuilder> settings)
      throws Exception {
    if (rig != null) {
      throw new IllegalStateException("one rig for a test");
    }
    rig = new Rig(starter, unsupported(), settings);
    return rig;
  }

  @AfterEach
  final void nothingIsLeftOver() {
    if (rig != null) {
      rig.close();
    }
  }
}
