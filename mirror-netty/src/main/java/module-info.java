/** Mirrors what a Netty server pipeline serves. */
module ai.matih.mirror.netty {
  requires static transitive org.jspecify;
  requires transitive ai.matih.mirror;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires transitive io.netty.codec.http;
  requires io.netty.common;
  requires transitive io.netty.transport;

  exports ai.matih.mirror.netty;
}
