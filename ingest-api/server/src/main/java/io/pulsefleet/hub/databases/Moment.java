package io.pulsefleet.hub.databases;

import io.pulsefleet.hub.http.Moments;
import io.pulsefleet.hub.http.Problems;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** A moment that is asked for. */
final class Moment {

    private Moment() {}

    /** @throws jakarta.ws.rs.WebApplicationException 400 that names the field; null: now */
    static Instant of(String field, String text, Instant now) {
        if (text == null) {
            return now;
        }
        try {
            var moment = Instant.parse(text);
            Moments.check(field, moment);
            return moment;
        } catch (DateTimeParseException unreadable) {
            throw Problems.badField(field, "must be a moment as 2026-11-21T10:15:00Z");
        }
    }
}
