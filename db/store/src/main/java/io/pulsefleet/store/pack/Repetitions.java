package io.pulsefleet.store.pack;

import java.util.Arrays;

/**
 * Tells cheaply whether it is worth trying zstd, which finds what comes again but takes as long as everything else
 * together. What merely varies is written as tightly without it.
 */
final class Repetitions {

    private static final int SLOTS = 1 << 10;
    private static final int MOST = SLOTS / 4;

    private final long[] seen = new long[SLOTS];

    /** Whether there are few different ones among them, and these take more than it takes to tell them apart. */
    boolean are(long[] numbers, int n, int bitsEach) {
        Arrays.fill(seen, 0);
        var most = Math.min(MOST, n / 4);
        var different = 0;
        for (var i = 1; i < n; i++) {
            var mark = numbers[i] + 1;
            var slot = (int) ((mark * 0x9e37_79b9_7f4a_7c15L) >>> 54);
            while (seen[slot] != mark && seen[slot] != 0) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            if (seen[slot] == 0) {
                seen[slot] = mark;
                if (++different > most) {
                    return false;
                }
            }
        }
        return bitsEach > 2 * (Integer.SIZE - Integer.numberOfLeadingZeros(different));
    }
}
