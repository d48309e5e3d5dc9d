package ai.matih.mirror.servlet;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** The container's dispatcher, with a forward taken for what it is: a response begun anew. */
final class TeeDispatcher implements RequestDispatcher {
  private final RequestDispatcher live;
  private final ServletExchange exchange;

  TeeDispatcher(RequestDispatcher live, ServletExchange exchange) {
    this.live = live;
    this.exchange = exchange;
  }

  @Override
  public void forward(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    boolean undertow = live.getClass().getName().startsWith("io.undertow.");
    live.forward(request, exchange.forwarded(response, undertow));
  }

  @Override
  public void include(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    live.include(request, response);
  }
}
