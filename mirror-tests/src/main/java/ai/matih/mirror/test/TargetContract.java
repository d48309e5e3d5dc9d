package ai.matih.mirror.test;

import static ai.matih.mirror.test.WireRequest.get;

import ai.matih.mirror.Outcome;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A target that the server accepts is copied as it was sent, and never chooses the host. */
interface TargetContract extends ContractPart {

  @TestFactory
  default Stream<DynamicTest> everyTarget() throws Exception {
    Rig rig = rig();
    return Stream.of(
            "/",
            "/a?",
            "/a?b?c=/d&&=",
            "/a?x=%zz",
            "/a?x={1}|",
            "/a%2Fb;p=1?x=%zz&y={1}|",
            "/a;jsessionid=0/b;c",
            "/a+b%20c%7e",
            "/%41%C3%A9",
            "/\u00C3\u00A9?\u00C3\u00A9",
            "/\u00E9",
            "//other-host/x",
            "///x",
            "/a//b/",
            "/a/../b",
            "/../../b",
            "/a/./b/.",
            "/%2e%2e/b",
            "/a/%2e/b",
            "/a%5Cb",
            "/a\\b",
            "/a%00b",
            "/a%25b%0d%0aX:y",
            "/\"<>^`",
            "/http://other-host/x",
            "/a:b@c",
            "http://other-host/x?y=1",
            "http://other-host",
            "http://other-host/?",
            "/" + "long/".repeat(1000))
        .map(
            target ->
                DynamicTest.dynamicTest(
                    target.length() > 100 ? "long" : target,
                    () -> rig.mirroredIfOffered(get(target), Outcome.MALFORMED_REQUEST)));
  }

  @Test
  default void asterisk() throws Exception {
    rig().mirroredIfOffered(WireRequest.of("OPTIONS", "*"), Outcome.MALFORMED_REQUEST);
  }

  @Test
  default void pathAndQuery_reachTheApplication() throws Exception {
    rig().mirrored(get("/path/a%20b;c=d?x=%31&y=a+b&x"));
  }
}
