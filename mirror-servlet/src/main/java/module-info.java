/** A jakarta.servlet filter that mirrors what it passes on. */
module ai.matih.mirror.servlet {
  requires static transitive jakarta.servlet;
  requires static transitive org.jspecify;
  requires transitive ai.matih.mirror;

  exports ai.matih.mirror.servlet;
}
