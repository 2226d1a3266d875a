package io.pulsefleet.store.pack;

/** What the first byte of a column says, and the numbers that writer and reader must agree on. See the package. */
final class Form {

    /** The upper half of the first byte of every column and of the times. */
    static final int VERSION = 1;

    static final int CONSTANT_BITS = 0;
    static final int CONSTANT_WHOLE = 1;
    static final int CONSTANT_DECIMAL = 2;
    static final int ALL_MISSING = 3;
    static final int WHOLE = 4;
    static final int DECIMAL = 5;
    static final int FRACTION = 6;
    static final int BITS = 7;

    /** Added where some values are missing, or do not suit the form. */
    static final int WITH_GAPS = 8;

    static final long MISSING_BITS = 0x7ff8_0000_0000_0badL;

    static final int MOST_ROWS = 1 << 17;
    static final int MOST_VALUES = 1 << 25;

    /** Powers of ten that a double holds exactly reach to 22; more than 12 places are no decimals that anyone means. */
    static final int MOST_PLACES = 12;

    private static final double[] TENS = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12};

    private Form() {}

    static double ten(int places) {
        return TENS[places];
    }

    static byte first(int form) {
        return (byte) (VERSION << 4 | form);
    }

    static int of(int first) {
        if (first >>> 4 != VERSION) {
            throw new DamagedException("packed in version " + (first >>> 4) + ", known is " + VERSION);
        }
        return first & 0xf;
    }

    /** The bits of doubles, such that neighbours among the doubles are neighbours among the numbers. Its own inverse. */
    static long ordered(long bits) {
        return bits ^ (bits >> 63 >>> 1);
    }

    static long zigzag(long number) {
        return number << 1 ^ number >> 63;
    }

    static long unzigzag(long folded) {
        return folded >>> 1 ^ -(folded & 1);
    }
}
