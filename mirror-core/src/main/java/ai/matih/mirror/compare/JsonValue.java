package ai.matih.mirror.compare;

import java.util.List;
import java.util.Locale;

/** A JSON value as it was written: no key is lost, no number rounded. Never changed once read. */
sealed interface JsonValue {

  /** How many characters of a value are shown. */
  int SHOWN = 60;

  /** Its type in words. */
  String type();

  /** How many characters it has to compare. */
  default int length() {
    return 0;
  }

  /** The value in short, on one line; of arrays and objects only the size. */
  String shown();

  /** Text, its escapes resolved. */
  record Text(String value) implements JsonValue {
    @Override
    public String type() {
      return "string";
    }

    @Override
    public int length() {
      return value.length();
    }

    @Override
    public String shown() {
      return '"' + Shown.text(value.replace("\\", "\\\\").replace("\"", "\\\""), SHOWN) + '"';
    }
  }

  /** A number in its own digits. */
  record Digits(String text) implements JsonValue {
    @Override
    public String type() {
      return "number";
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public String shown() {
      return Shown.text(text, SHOWN);
    }
  }

  /** One of the three words. */
  enum Literal implements JsonValue {
    TRUE("boolean"),
    FALSE("boolean"),
    NULL("null");

    private final String type;

    Literal(String type) {
      this.type = type;
    }

    @Override
    public String type() {
      return type;
    }

    @Override
    public String shown() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An array. */
  record Elements(List<JsonValue> values) implements JsonValue {
    @Override
    public String type() {
      return "array";
    }

    @Override
    public String shown() {
      return "array of " + values.size();
    }
  }

  /** An object: its keys, as often as they occur, and as many values. */
  record Fields(List<String> names, List<JsonValue> values) implements JsonValue {
    @Override
    public String type() {
      return "object";
    }

    @Override
    public String shown() {
      return "object of " + names.size();
    }
  }

  /** Whether these two are equal and neither array nor object. */
  static boolean sameLeaf(JsonValue one, JsonValue other) {
    if (one instanceof Text text) {
      return text.equals(other);
    }
    if (one instanceof Digits digits && other instanceof Digits others) {
      return digits.equals(others) || Numeral.of(digits.text()).equals(Numeral.of(others.text()));
    }
    return one instanceof Literal && one == other;
  }
}
