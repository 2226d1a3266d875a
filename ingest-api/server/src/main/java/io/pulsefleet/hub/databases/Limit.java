package io.pulsefleet.hub.databases;

import io.pulsefleet.hub.http.Problems;

/** How many rows are asked for. */
final class Limit {

    private Limit() {}

    /** @throws jakarta.ws.rs.WebApplicationException 400; null: the usual */
    static int of(String text, int usual, int most) {
        if (text == null) {
            return usual;
        }
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
            throw Problems.badField("limit", "must be from 1 to " + most);
        }
        return Integer.parseInt(text);
    }
}
