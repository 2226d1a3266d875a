package io.pulsefleet.hub.postgres;

import java.util.List;

/** Cuts the texts of one row to what is kept, and knows whether anything was cut. */
final class Shears {

    /** Of statements and messages. */
    static final int LONG = 8_192;

    /** Of what an idle session did last: nobody waits for it, and most sessions are idle. */
    static final int IDLE = 120;

    /** Of names. */
    static final int NAME = 256;

    private static final int MOST_PIDS = 100;

    private boolean cut;

    boolean hasCut() {
        return cut;
    }

    String name(String text) {
        return to(NAME, text);
    }

    String words(String text) {
        return to(LONG, text);
    }

    /** Half of a surrogate pair is not left at its end. */
    String to(int most, String text) {
        if (text == null || text.length() <= most) {
            return text;
        }
        cut = true;
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    List<Integer> pids(List<Integer> pids) {
        cut |= pids.size() > MOST_PIDS;
        return pids.size() > MOST_PIDS ? pids.subList(0, MOST_PIDS) : pids;
    }
}
