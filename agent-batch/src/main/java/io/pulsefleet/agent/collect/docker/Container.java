package io.pulsefleet.agent.collect.docker;

import io.pulsefleet.agent.collect.docker.Words.Inspected;
import io.pulsefleet.agent.collect.docker.Words.Listed;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A container, as far as the daemon's list tells.
 *
 * @param state Docker's word: {@code created, running, paused, restarting, removing, exited, dead}
 * @param status Docker's sentence: {@code Up 3 minutes (healthy)}
 */
record Container(String id, String name, String image, String state, String status, Health health, Instant created) {

    private static final int LONGEST = 200;

    enum Health {
        HEALTHY,
        UNHEALTHY,
        STARTING,
        /** Nobody said how to find out. */
        NONE;

        String words() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Health of(String status) {
            if (status.contains("(healthy)")) {
                return HEALTHY;
            }
            if (status.contains("(unhealthy)")) {
                return UNHEALTHY;
            }
            return status.contains("(health: starting)") || status.contains("(starting)") ? STARTING : NONE;
        }
    }

    /** Those that run first, and among these the oldest: so a newcomer does not take another's place. */
    static final Comparator<Container> IN_ORDER = Comparator.comparing((Container one) -> !one.isRunning())
            .thenComparing(Container::created)
            .thenComparing(Container::name);

    static Container of(Listed listed) {
        var status = text(listed.status(), "");
        return new Container(
                text(listed.id(), "?"),
                nameOf(listed.names(), listed.id()),
                text(listed.image(), "?"),
                text(listed.state(), "unknown").toLowerCase(Locale.ROOT),
                status,
                Health.of(status),
                Instant.ofEpochSecond(Math.max(0, Math.min(listed.created(), Integer.MAX_VALUE * 3L))));
    }

    /** Its own, not those under which another one that is linked to it knows it. */
    private static String nameOf(List<String> names, String id) {
        return (names == null ? List.<String>of() : names)
                .stream()
                        .map(name -> name.startsWith("/") ? name.substring(1) : name)
                        .filter(name -> !name.isBlank() && !name.contains("/"))
                        .findFirst()
                        .map(name -> text(name, ""))
                        .orElseGet(() -> shortId(text(id, "?")));
    }

    /** What comes from outside becomes a label or a field: of bounded length, and without what cannot be stored. */
    static String text(String given, String otherwise) {
        if (given == null || given.isBlank()) {
            return otherwise;
        }
        return given.substring(0, Math.min(LONGEST, given.length())).replace('\0', '?');
    }

    static String shortId(String id) {
        return id.substring(0, Math.min(12, id.length()));
    }

    boolean isRunning() {
        return state.equals("running") || state.equals("paused");
    }

    /**
     * What the list does not tell.
     *
     * @param started of its last run; empty where it never ran
     * @param finished the same
     */
    record Detail(
            boolean running,
            boolean oomKilled,
            int exitCode,
            long restarts,
            Optional<Instant> started,
            Optional<Instant> finished) {

        static Detail of(Inspected inspected) {
            var state = inspected.state();
            return state == null
                    ? new Detail(false, false, 0, inspected.restarts(), Optional.empty(), Optional.empty())
                    : new Detail(
                            state.running(),
                            state.oomKilled(),
                            state.exitCode(),
                            inspected.restarts(),
                            moment(state.startedAt()),
                            moment(state.finishedAt()));
        }
    }

    /** Docker's year 1 stands for never. */
    static Optional<Instant> moment(String text) {
        try {
            return Optional.ofNullable(text)
                    .map(given -> OffsetDateTime.parse(given).toInstant())
                    .filter(moment -> moment.isAfter(Instant.EPOCH));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
