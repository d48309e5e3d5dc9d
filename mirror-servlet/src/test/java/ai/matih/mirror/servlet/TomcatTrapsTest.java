package ai.matih.mirror.servlet;

class TomcatTrapsTest extends ServletTraps {

  TomcatTrapsTest() {
    super(new TomcatContainer());
  }
}
