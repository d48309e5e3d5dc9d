/** Copies a share of a service's live HTTP traffic to a second service. */
@SuppressWarnings("requires-automatic") // HdrHistogram has no module name but its file's
module ai.matih.mirror {
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.annotation;
  requires HdrHistogram;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.http;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires org.apache.commons.numbers.gamma;
  requires org.slf4j;
  requires tools.jackson.core;
  requires tools.jackson.databind;

  exports ai.matih.mirror;
  exports ai.matih.mirror.compare;
}
