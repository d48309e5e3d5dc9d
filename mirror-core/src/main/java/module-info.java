/** Copies a share of a service's live HTTP traffic to a second service. */
module ai.matih.mirror {
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.annotation;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.http;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires org.slf4j;
  requires tools.jackson.core;
  requires tools.jackson.databind;

  exports ai.matih.mirror;
}
