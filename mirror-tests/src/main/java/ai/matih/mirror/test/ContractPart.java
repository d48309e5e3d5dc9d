package ai.matih.mirror.test;

import ai.matih.mirror.TrafficMirrorBuilder;
import java.util.function.UnaryOperator;

/** A part of the contract: tests that use nothing but a {@link Rig}. */
interface ContractPart {

  /** The test's servers and recorder, and a mirror with these settings. */
  Rig rig(UnaryOperator<TrafficMirrorBuilder> settings) throws Exception;

  /** The test's servers, mirror and recorder. */
  default Rig rig() throws Exception {
    return rig(settings -> settings);
  }
}
