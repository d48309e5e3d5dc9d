package ai.matih.mirror.servlet;

import ai.matih.mirror.test.TestServer;

/** A servlet container, whose own error pages show no stack traces. */
interface Container {

  /** Starts the application on a free port of the loopback interface. */
  TestServer start(WebApp app) throws Exception;
}
