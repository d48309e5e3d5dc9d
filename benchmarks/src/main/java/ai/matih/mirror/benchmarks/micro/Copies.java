package ai.matih.mirror.benchmarks.micro;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.MirrorDispatcher;
import ai.matih.mirror.MirrorRequest;
import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.TrafficMirror;
import java.util.ArrayList;
import java.util.List;

/** Finished copies, as a dispatcher gets them. */
public final class Copies {
  private static final int COUNT = 64;

  private Copies() {}

  /** The copies of 64 different requests. */
  public static List<MirrorRequest> ofRequests() {
    List<MirrorRequest> copies = new ArrayList<>();
    MirrorDispatcher keeping =
        new MirrorDispatcher() {
          @Override
          public void dispatch(MirrorRequest copy, Completion completion) {
            copies.add(copy);
            completion.responded(ObservedResponse.NONE);
          }

          @Override
          public void close() {}
        };
    Requests requests = new Requests("GET", 0, true);
    try (TrafficMirror mirror =
        TrafficMirror.builder("benchmark")
            .to(MirrorConfig.of("localhost", 1))
            .dispatcher(keeping)
            .build()) {
      for (int i = 0; i < COUNT; i++) {
        mirror.begin(requests.next()).end();
      }
    }
    return copies;
  }
}
