/** Configures mirroring on a gateway through its published API. */
module ai.matih.mirror.client {
  requires static transitive org.jspecify;
  requires transitive ai.matih.mirror;
  requires java.net.http;
  requires org.slf4j;
  requires tools.jackson.core;
  requires tools.jackson.databind;

  exports ai.matih.mirror.client;
}
