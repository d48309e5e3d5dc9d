package ai.matih.mirror.test;

import ai.matih.mirror.RequestView;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A request's head that was read already. */
record SimpleRequest(String method, String target, List<Field> fields, long bodyLength)
    implements RequestView {

  @Override
  public @Nullable String header(String name) {
    return Field.values(fields, name).stream().findFirst().orElse(null);
  }

  @Override
  public void forEachHeader(BiConsumer<String, String> sink) {
    fields.forEach(field -> sink.accept(field.name(), field.value()));
  }
}
