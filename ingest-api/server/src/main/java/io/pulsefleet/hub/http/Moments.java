package io.pulsefleet.hub.http;

import java.time.Instant;

/** Moments that callers name. */
public final class Moments {

    public static final Instant FIRST = Instant.EPOCH;
    public static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

    private Moments() {}

    /** @throws jakarta.ws.rs.WebApplicationException 400 that names the field; null passes */
    public static void check(String field, Instant moment) {
        if (moment != null && (moment.isBefore(FIRST) || !moment.isBefore(LAST))) {
            throw Problems.badField(field, "must be from " + FIRST + " and before " + LAST);
        }
    }
}
