package ai.matih.mirror.test;

/**
 * What every adapter must do, as tests. An adapter's own test extends it, and bridges {@link
 * TestApp} to its server.
 *
 * <p>Each test asserts both halves of the contract: the copy is byte for byte the request, and the
 * client's reply is the one that the same server gives without a mirror. After each, nothing is in
 * flight, no byte is held, every request has ended in the outcome that the test named, and no copy
 * is left over.
 */
public abstract class MirrorContract extends AdapterContract
    implements BodyContract,
        TargetContract,
        FieldContract,
        ResponseContract,
        ConnectionContract,
        AbortContract,
        FailureContract,
        BoundsContract,
        LifecycleContract,
        SynchronousContract,
        ComparisonContract,
        BaselineContract {

  /** For an adapter's test. */
  protected MirrorContract() {}
}
