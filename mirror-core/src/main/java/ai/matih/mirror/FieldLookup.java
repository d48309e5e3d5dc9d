package ai.matih.mirror;

import org.jspecify.annotations.Nullable;

/** Finds a header field of a response by its name. It is asked only for what is compared. */
@FunctionalInterface
public interface FieldLookup {

  /** The field's value by its name in lower case, several joined by comma and space, or null. */
  @Nullable String value(String name);
}
