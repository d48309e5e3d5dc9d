package ai.matih.mirror.servlet;

class TomcatContractTest extends ServletContract {

  TomcatContractTest() {
    super(new TomcatContainer());
  }
}
