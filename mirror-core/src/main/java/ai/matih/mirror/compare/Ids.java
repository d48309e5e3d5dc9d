package ai.matih.mirror.compare;

import java.util.regex.Pattern;

/** Tells names that a programmer chose from such as data made. */
final class Ids {
  private static final Pattern ID =
      Pattern.compile(
          // numbers, dates and times
          "[0-9][0-9:.+TZ-]*+"
              // UUIDs
              + "|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
              // hexadecimal
              + "|(?=[a-fA-F]*+[0-9])[0-9A-Fa-f]{8,}+"
              // signed tokens
              + "|eyJ[\\w.-]++"
              // whatever else is long and has four digits: ULIDs, Base64
              + "|(?=(?:[^0-9]*+[0-9]){4})[A-Za-z0-9_.=+/-]{16,}+");

  private static final int LONGEST = 1000;

  private Ids() {}

  /** Whether the name looks like an id: numbers, dates, UUIDs, hexadecimal, long tokens. */
  static boolean looksLikeOne(String name) {
    return name.length() > LONGEST || (hasDigit(name) && ID.matcher(name).matches());
  }

  /** Most names have none, and this is sooner known. */
  private static boolean hasDigit(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= '0' && name.charAt(i) <= '9') {
        return true;
      }
    }
    return false;
  }
}
