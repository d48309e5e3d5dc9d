package ai.matih.mirror.servlet;

class UndertowTrapsTest extends ServletTraps {

  UndertowTrapsTest() {
    super(new UndertowContainer());
  }
}
