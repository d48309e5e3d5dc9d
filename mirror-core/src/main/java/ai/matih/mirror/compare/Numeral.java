package ai.matih.mirror.compare;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The value of a JSON number (RFC 8259, section 6): {@code digits * 10^exponent}. Two of them are
 * equal if their values are, however the numbers were written. Nothing is computed with the digits,
 * so that 1e999999999 costs no more than 1.
 *
 * @param negative whether it is below zero
 * @param digits without zeros at either end; empty for zero
 * @param exponent 0 for zero
 */
record Numeral(boolean negative, String digits, BigInteger exponent) {
  private static final Numeral ZERO = new Numeral(false, "", BigInteger.ZERO);

  /** Reading the exponent's own digits takes time that grows with their square. */
  private static final int LONGEST_EXPONENT = 1000;

  /** What can be computed with at little cost. */
  private static final int MOST_DIGITS = 1000;

  /**
   * Reads a number that is well-formed.
   *
   * @throws Obstacle if its exponent has more than 1000 digits
   */
  static Numeral of(String text) {
    int e = Math.max(text.indexOf('e'), text.indexOf('E'));
    String significand = e < 0 ? text : text.substring(0, e);
    String exponent = e < 0 ? "0" : text.substring(e + 1);
    boolean negative = significand.startsWith("-");
    int point = significand.indexOf('.');
    int fraction = point < 0 ? 0 : significand.length() - point - 1;
    String all = significand.substring(negative ? 1 : 0).replace(".", "");

    int start = 0;
    while (start < all.length() && all.charAt(start) == '0') {
      start++;
    }
    if (start == all.length()) {
      return ZERO;
    }
    int end = all.length();
    while (all.charAt(end - 1) == '0') {
      end--;
    }
    if (exponent.length() > LONGEST_EXPONENT) {
      throw new Obstacle("an exponent of more than " + LONGEST_EXPONENT + " digits");
    }
    BigInteger scale =
        new BigInteger(exponent.startsWith("+") ? exponent.substring(1) : exponent)
            .add(BigInteger.valueOf((long) all.length() - end - fraction));
    return new Numeral(negative, all.substring(start, end), scale);
  }

  /** The value to compute with, or null if that could be costly. */
  @Nullable BigDecimal value() {
    boolean small =
        exponent.bitLength() < Long.SIZE && Math.abs(exponent.longValue()) <= MOST_DIGITS;
    if (!small || digits.length() > MOST_DIGITS) {
      return null;
    }
    BigDecimal value = new BigDecimal(new BigInteger("0" + digits), -exponent.intValue());
    return negative ? value.negate() : value;
  }
}
