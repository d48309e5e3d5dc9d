package ai.matih.mirror.netty;

import static ai.matih.mirror.test.WireRequest.get;
import static ai.matih.mirror.test.WireRequest.post;

import ai.matih.mirror.test.MirrorContract;
import ai.matih.mirror.test.NoLeaks;
import ai.matih.mirror.test.Rig;
import ai.matih.mirror.test.TestApp;
import ai.matih.mirror.test.WireRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract on whatever is a Netty server: every reply can be held, and no buffer leaks. */
@ExtendWith(NoLeaks.class)
abstract class NettyContract extends MirrorContract {

  @Test
  void synchronous_theClientCannotTell() throws Exception {
    Rig rig = rig();
    rig.mirror().update(rig.config().withSynchronous(true));
    rig.mirrored(get("/echo"));
    rig.mirrored(post("/echo", "body"));
    rig.mirrored(WireRequest.of("HEAD", "/echo"));
    rig.mirrored(get(TestApp.EMPTY));
    rig.mirrored(get(TestApp.FIELDS));
    rig.mirrored(get(TestApp.BIG));
    rig.mirrored(WireRequest.of("POST", "/echo").withChunks("hello, world", 5));
    rig.mirrored(get("/echo").with("Connection", "close"));
  }
}
