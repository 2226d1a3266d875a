package io.pulsefleet.wire.uptime;

/**
 * An assertion, and what an answer was found to be.
 *
 * @param text {@code status == 200}
 * @param seen {@code it is 503}; also where it holds
 */
public record Judged(String text, boolean holds, String seen) {

    static final int LONGEST_SEEN = 2_000;

    public Judged {
        Fields.longest("text", text, Assertion.LONGEST);
        Fields.longest("seen", seen, LONGEST_SEEN);
    }
}
