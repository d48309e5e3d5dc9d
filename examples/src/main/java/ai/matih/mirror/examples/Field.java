package ai.matih.mirror.examples;

/** A name and a value: of a header, or of a form. */
record Field(String name, String value) {

  @Override
  public String toString() {
    return name + ": " + value;
  }
}
