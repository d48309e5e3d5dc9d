package ai.matih.mirror.servlet;

class JettyContractTest extends ServletContract {

  JettyContractTest() {
    super(new JettyContainer());
  }
}
