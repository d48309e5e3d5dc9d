package ai.matih.mirror.test;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.TrafficMirrorBuilder;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/**
 * What every adapter must do, as tests. An adapter's own test extends it, and bridges {@link
 * TestApp} to its server.
 *
 * <p>Each test asserts both halves of the contract: the copy is byte for byte the request, and the
 * client's reply is the one that the same server gives without a mirror. After each, nothing is in
 * flight, no byte is held, every request has ended in the outcome that the test named, and no copy
 * is left over.
 */
public abstract class MirrorContract
    implements BodyContract,
        TargetContract,
        FieldContract,
        ResponseContract,
        ConnectionContract,
        AbortContract,
        FailureContract,
        BoundsContract,
        LifecycleContract,
        SynchronousContract {
  private @Nullable Rig rig;

  /** For an adapter's test. */
  protected MirrorContract() {}

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
