package ai.matih.mirror;

import java.nio.ByteBuffer;
import java.time.Duration;

/** Observes responses that nobody will look at. Stateless. */
final class UnseenResponse extends ResponseObserver {
  static final ResponseObserver OBSERVER = new UnseenResponse();

  private UnseenResponse() {}

  @Override
  public void head(int status, FieldLookup lookup) {}

  @Override
  public boolean wantsBody() {
    return false;
  }

  @Override
  public void body(ByteBuffer bytes) {}

  @Override
  public void opaque() {}

  @Override
  public ObservedResponse observed(String method, Duration elapsed) {
    return ObservedResponse.NONE;
  }
}
