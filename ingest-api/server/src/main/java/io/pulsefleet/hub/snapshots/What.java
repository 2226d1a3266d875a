package io.pulsefleet.hub.snapshots;

import io.pulsefleet.hub.http.Problems;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Of what there are snapshots. */
enum What {
    INVENTORY,
    PROCESSES,
    SERVICES,
    PORTS;

    /** @throws jakarta.ws.rs.WebApplicationException 404 that names those that there are */
    static What of(String name) {
        return Stream.of(values())
                .filter(what -> what.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> Problems.notFound("There are snapshots of "
                        + Stream.of(values()).map(What::toString).collect(Collectors.joining(", ")) + "."));
    }

    /** Of its documents. */
    String kind() {
        return "host." + this;
    }

    /** Whether it tells what was used in the seconds before its moment, and not how all is at it. */
    boolean isOfAnInterval() {
        return this == PROCESSES;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
