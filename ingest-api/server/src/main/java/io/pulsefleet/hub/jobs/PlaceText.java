package io.pulsefleet.hub.jobs;

import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.fleet.PastRuns.Place;
import java.time.DateTimeException;
import java.time.Instant;

/** Where a page of runs ended, in one word: {@code 2026-11-23T10:00:00.123456Z,7,12,boot}. Callers hand it back as it is. */
final class PlaceText {

    private static final int LONGEST = 500;

    private PlaceText() {}

    static String of(Place place) {
        return place.startedAt() + "," + place.agent() + "," + place.execution() + "," + place.boot();
    }

    /**
     * @param text null or empty: from the newest on
     * @throws jakarta.ws.rs.WebApplicationException 400 when it is none of ours
     */
    static Place read(String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        var parts = text.split(",", 4);
        try {
            if (parts.length == 4 && text.length() <= LONGEST) {
                return new Place(
                        Instant.parse(parts[0]), Integer.parseInt(parts[1]), parts[3], Long.parseLong(parts[2]));
            }
        } catch (DateTimeException | NumberFormatException another) {
            throw Problems.badField("after", "must be what an answer said as 'next'");
        }
        throw Problems.badField("after", "must be what an answer said as 'next'");
    }
}
