package ai.matih.mirror.servlet;

import ai.matih.mirror.MirrorDispatcher;
import ai.matih.mirror.MirrorRequest;
import ai.matih.mirror.ObservedResponse;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;

/** Stand-ins for what a container or a mirror's target would be. */
final class Stubs {

  /** A target that has answered every copy at once. */
  static final MirrorDispatcher ANSWERED =
      new MirrorDispatcher() {
        @Override
        public void dispatch(MirrorRequest copy, Completion completion) {
          completion.responded(ObservedResponse.NONE);
        }

        @Override
        public void close() {}
      };

  private Stubs() {}

  /** An object of the interface whose methods all do what the handler says. */
  static <T> T of(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  static FilterConfig config(Map<String, String> parameters) {
    return new FilterConfig() {
      @Override
      public String getFilterName() {
        return "mirror";
      }

      @Override
      public ServletContext getServletContext() {
        throw new UnsupportedOperationException();
      }

      @Override
      @SuppressWarnings("NullAway") // as the API has it
      public String getInitParameter(String name) {
        return parameters.get(name);
      }

      @Override
      public Enumeration<String> getInitParameterNames() {
        return Collections.enumeration(parameters.keySet());
      }
    };
  }
}
