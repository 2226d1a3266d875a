package io.pulsefleet.store.audit;

import io.pulsefleet.store.PlainText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * What is to be written: who did what. No field is null; what is too long is cut, which is seen by the three dots at its
 * end.
 *
 * @param at to the microsecond
 * @param outcome done, refused or failed
 */
public record Entry(
        Instant at, String who, String kind, String from, String action, String object, String outcome, String detail) {

    /** Characters of a detail; in UTF-8 at most four times as many bytes. */
    public static final int LONGEST_DETAIL = 16_000;

    private static final int LONGEST = 300;
    private static final String CUT = "...";

    public Entry {
        at = at.truncatedTo(ChronoUnit.MICROS);
        who = bounded(who, LONGEST);
        kind = bounded(kind, LONGEST);
        from = bounded(from, LONGEST);
        action = bounded(action, LONGEST);
        object = bounded(object, LONGEST);
        Objects.requireNonNull(outcome, "outcome");
        detail = bounded(detail, LONGEST_DETAIL);
    }

    private static String bounded(String text, int longest) {
        var plain = PlainText.of(Objects.requireNonNullElse(text, ""));
        return plain.length() <= longest ? plain : PlainText.of(plain.substring(0, longest - CUT.length())) + CUT;
    }
}
