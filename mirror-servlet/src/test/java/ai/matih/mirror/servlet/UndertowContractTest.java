package ai.matih.mirror.servlet;

import ai.matih.mirror.test.Feature;
import java.util.HashSet;
import java.util.Set;

class UndertowContractTest extends ServletContract {

  UndertowContractTest() {
    super(new UndertowContainer());
  }

  @Override
  protected Set<Feature> unsupported() {
    Set<Feature> unsupported = new HashSet<>(super.unsupported());
    unsupported.add(Feature.EMPTY_QUERY);
    return unsupported;
  }
}
