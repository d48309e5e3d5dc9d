/** A small HTTP gateway that mirrors. */
@SuppressWarnings("requires-automatic") // Reactor has names, but no descriptors, for its modules.
module ai.matih.mirror.gateway {
  requires static transitive org.jspecify;
  requires transitive ai.matih.mirror;
  requires ai.matih.mirror.netty;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.http;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires org.reactivestreams;
  requires org.slf4j;
  requires reactor.core;
  requires reactor.netty.core;
  requires reactor.netty.http;
  requires tools.jackson.core;
  requires tools.jackson.databind;

  exports ai.matih.mirror.gateway;
}
