package io.pulsefleet.hub.http;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Moments that callers name. */
public final class Moments {

    public static final Instant FIRST = Instant.EPOCH;
    public static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

    private Moments() {}

    /**
     * As it stands in a question, {@code 2026-11-23T10:00:00Z}; empty: it is not asked for.
     *
     * @throws jakarta.ws.rs.WebApplicationException 400 that names the field
     */
    public static Optional<Instant> read(String field, String text) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var moment = Instant.parse(text);
            check(field, moment);
            return Optional.of(moment);
        } catch (DateTimeParseException none) {
            throw Problems.badField(field, "must be a moment, as 2026-11-23T10:00:00Z");
        }
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 that names the field; null passes */
    public static void check(String field, Instant moment) {
        if (moment != null && (moment.isBefore(FIRST) || !moment.isBefore(LAST))) {
            throw Problems.badField(field, "must be from " + FIRST + " and before " + LAST);
        }
    }
}
