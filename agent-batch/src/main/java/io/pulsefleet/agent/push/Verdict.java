package io.pulsefleet.agent.push;

import java.time.Duration;
import java.util.Optional;

/**
 * What became of a letter.
 *
 * @param detail for people; empty where all is well
 * @param retryAfter how long the receiver asks to wait
 */
record Verdict(Outcome outcome, String detail, Optional<Duration> retryAfter) {

    /** Whatever asks us to wait, we look again after this long. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    enum Outcome {
        /** It has it. */
        TAKEN,
        /** It finds fault with the letter itself, and would again. */
        REFUSED,
        /** It finds fault with us, or with the address: a person must mend that, and nothing is lost meanwhile. */
        NOT_LET_IN,
        /** It could not be asked, or could not decide. */
        AWAY
    }

    /** @param retryAfter the header */
    static Verdict of(int status, Optional<String> retryAfter) {
        var detail = "HTTP " + status;
        if (status >= 200 && status < 300) {
            return new Verdict(Outcome.TAKEN, "", Optional.empty());
        }
        return switch (status) {
            case 400, 409, 410, 411, 412, 413, 414, 415, 416, 417, 422, 428, 431, 451 ->
                new Verdict(Outcome.REFUSED, detail, Optional.empty());
            case 408, 425, 429 -> away(detail, retryAfter);
            default ->
                status >= 300 && status < 500
                        ? new Verdict(Outcome.NOT_LET_IN, detail, Optional.empty())
                        : away(detail, retryAfter);
        };
    }

    static Verdict none(String why) {
        return new Verdict(Outcome.AWAY, why, Optional.empty());
    }

    private static Verdict away(String detail, Optional<String> retryAfter) {
        return new Verdict(
                Outcome.AWAY,
                detail,
                retryAfter.filter(header -> header.matches("\\d{1,6}")).map(Verdict::pause));
    }

    private static Duration pause(String seconds) {
        var pause = Duration.ofSeconds(Long.parseLong(seconds));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }
}
