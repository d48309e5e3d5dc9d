package ai.matih.mirror.compare;

import org.jspecify.annotations.Nullable;

/** A place in a JSON document: a key or an element, and what holds it. Immutable. */
final class Path {
  static final Path ROOT = new Path(null, null, false);

  private static final int LONGEST = 300;
  private static final int LONGEST_NAME = 60;

  private final @Nullable Path parent;
  private final @Nullable String name;
  private final boolean wide;

  private Path(@Nullable Path parent, @Nullable String name, boolean wide) {
    this.parent = parent;
    this.name = name;
    this.wide = wide;
  }

  /** An element of the array that is here, whichever. */
  Path element() {
    return new Path(this, null, false);
  }

  /**
   * A key of the object that is here.
   *
   * @param wide whether the object has so many keys that they must be data
   */
  Path key(String name, boolean wide) {
    return new Path(this, name, wide);
  }

  /** What holds this, or null for the root. */
  @Nullable Path parent() {
    return parent;
  }

  /** The key, or null for an element and the root. */
  @Nullable String name() {
    return name;
  }

  /** As it is reported: keys that are data collapse to one star, and nothing is too long. */
  String text() {
    StringBuilder text = new StringBuilder("$");
    append(text);
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text.toString();
  }

  private void append(StringBuilder text) {
    if (parent == null) {
      return;
    }
    parent.append(text);
    if (name == null) {
      text.append("[*]");
    } else if (wide || Ids.looksLikeOne(name)) {
      text.append(".*");
    } else if (PathPattern.isPlain(name)) {
      text.append('.').append(Shown.text(name, LONGEST_NAME));
    } else {
      String quoted = name.replace("\\", "\\\\").replace("'", "\\'");
      text.append("['").append(Shown.text(quoted, LONGEST_NAME)).append("']");
    }
  }
}
