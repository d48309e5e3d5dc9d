package ai.matih.mirror.servlet;

class JettyTrapsTest extends ServletTraps {

  JettyTrapsTest() {
    super(new JettyContainer());
  }
}
