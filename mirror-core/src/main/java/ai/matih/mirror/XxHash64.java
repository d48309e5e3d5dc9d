package ai.matih.mirror;

/**
 * XXH64 over the UTF-8 bytes of a string, computed without making them.
 *
 * <p>Specification: xxHash fast digest algorithm, version 0.1.1, "XXH64 algorithm description". A
 * surrogate without its partner counts as {@code ?}, as in {@link String#getBytes}.
 */
final class XxHash64 {
  private static final long P1 = 0x9E3779B185EBCA87L;
  private static final long P2 = 0xC2B2AE3D27D4EB4FL;
  private static final long P3 = 0x165667B19E3779F9L;
  private static final long P4 = 0x85EBCA77C2B2AE63L;
  private static final long P5 = 0x27D4EB2F165667C5L;

  private XxHash64() {}

  static long hash(String text, long seed) {
    return hash(text, 0, text.length(), seed);
  }

  static long hash(String text, int start, int end, long seed) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) > 0x7F) {
        return hashUtf8(text, start, end, seed);
      }
    }
    return hashAscii(text, start, end, seed);
  }

  private static long hashAscii(String text, int start, int end, long seed) {
    int i = start;
    long hash;
    if (end - start >= 32) {
      long a = seed + P1 + P2;
      long b = seed + P2;
      long c = seed;
      long d = seed - P1;
      for (; i <= end - 32; i += 32) {
        a = round(a, eight(text, i));
        b = round(b, eight(text, i + 8));
        c = round(c, eight(text, i + 16));
        d = round(d, eight(text, i + 24));
      }
      hash = converge(a, b, c, d);
    } else {
      hash = seed + P5;
    }
    hash += end - start;
    for (; i <= end - 8; i += 8) {
      hash = mix8(hash, eight(text, i));
    }
    if (i <= end - 4) {
      hash = mix4(hash, four(text, i));
      i += 4;
    }
    for (; i < end; i++) {
      hash = mix1(hash, text.charAt(i));
    }
    return avalanche(hash);
  }

  /** The same, where a character may be several bytes: they are gathered eight by eight. */
  private static long hashUtf8(String text, int start, int end, long seed) {
    long a = seed + P1 + P2;
    long b = seed + P2;
    long c = seed;
    long d = seed - P1;
    // The lanes of a stripe not yet full; `word` gathers the bytes of the next lane.
    long lane0 = 0;
    long lane1 = 0;
    long lane2 = 0;
    long word = 0;
    int length = 0;
    for (int i = start; i < end; i++) {
      int point = text.charAt(i);
      if (Character.isSurrogate((char) point)) {
        boolean paired =
            Character.isHighSurrogate((char) point)
                && i + 1 < end
                && Character.isLowSurrogate(text.charAt(i + 1));
        point = paired ? Character.toCodePoint((char) point, text.charAt(++i)) : '?';
      }
      int size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      for (int k = size - 1; k >= 0; k--) {
        word |= (utf8(point, size, k) & 0xFFL) << ((length & 7) << 3);
        length++;
        if ((length & 7) == 0) {
          switch (((length - 1) >>> 3) & 3) {
            case 0 -> lane0 = word;
            case 1 -> lane1 = word;
            case 2 -> lane2 = word;
            default -> {
              a = round(a, lane0);
              b = round(b, lane1);
              c = round(c, lane2);
              d = round(d, word);
            }
          }
          word = 0;
        }
      }
    }
    long hash = (length >= 32 ? converge(a, b, c, d) : seed + P5) + length;
    int lanes = (length & 31) >>> 3;
    hash = lanes > 0 ? mix8(hash, lane0) : hash;
    hash = lanes > 1 ? mix8(hash, lane1) : hash;
    hash = lanes > 2 ? mix8(hash, lane2) : hash;
    int rest = length & 7;
    if (rest >= 4) {
      hash = mix4(hash, word & 0xFFFFFFFFL);
      word >>>= 32;
      rest -= 4;
    }
    for (; rest > 0; rest--) {
      hash = mix1(hash, word & 0xFF);
      word >>>= 8;
    }
    return avalanche(hash);
  }

  /** The byte of the character's encoding that is followed by k others (RFC 3629, section 3). */
  private static int utf8(int point, int size, int k) {
    if (size == 1) {
      return point;
    }
    int bits = point >>> (6 * k);
    return k == size - 1 ? ((0xF00 >>> size) & 0xFF) | bits : 0x80 | (bits & 0x3F);
  }

  private static long eight(String text, int i) {
    return four(text, i) | (four(text, i + 4) << 32);
  }

  private static long four(String text, int i) {
    return text.charAt(i)
        | ((long) text.charAt(i + 1) << 8)
        | ((long) text.charAt(i + 2) << 16)
        | ((long) text.charAt(i + 3) << 24);
  }

  private static long round(long lane, long input) {
    return Long.rotateLeft(lane + input * P2, 31) * P1;
  }

  private static long converge(long a, long b, long c, long d) {
    long hash =
        Long.rotateLeft(a, 1)
            + Long.rotateLeft(b, 7)
            + Long.rotateLeft(c, 12)
            + Long.rotateLeft(d, 18);
    hash = (hash ^ round(0, a)) * P1 + P4;
    hash = (hash ^ round(0, b)) * P1 + P4;
    hash = (hash ^ round(0, c)) * P1 + P4;
    return (hash ^ round(0, d)) * P1 + P4;
  }

  private static long mix8(long hash, long input) {
    return Long.rotateLeft(hash ^ round(0, input), 27) * P1 + P4;
  }

  private static long mix4(long hash, long input) {
    return Long.rotateLeft(hash ^ (input * P1), 23) * P2 + P3;
  }

  private static long mix1(long hash, long input) {
    return Long.rotateLeft(hash ^ (input * P5), 11) * P1;
  }

  private static long avalanche(long hash) {
    long mixed = (hash ^ (hash >>> 33)) * P2;
    mixed = (mixed ^ (mixed >>> 29)) * P3;
    return mixed ^ (mixed >>> 32);
  }
}
