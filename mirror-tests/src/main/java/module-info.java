/** Contract tests for adapters: the suite, and the servers, clients and recorders it is made of. */
module ai.matih.mirror.test {
  requires static transitive org.jspecify;
  requires transitive ai.matih.mirror;
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;
  requires static ch.qos.logback.classic;
  requires static ch.qos.logback.core;
  requires static io.netty.buffer;
  requires static io.netty.common;
  requires static org.slf4j;

  exports ai.matih.mirror.test;

  opens ai.matih.mirror.test to
      org.junit.platform.commons;
}
