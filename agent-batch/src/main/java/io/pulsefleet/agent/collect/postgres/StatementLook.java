package io.pulsefleet.agent.collect.postgres;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All statements as a server told of them at one moment, and what was added since another.
 *
 * @param at by the server's own clock
 * @param startedAt when the server started
 * @param reset when all statements were last forgotten; empty where the server does not tell
 */
record StatementLook(Instant at, Instant startedAt, Optional<Instant> reset, Map<StatementKey, Totals> all) {

    /**
     * What each statement has cost since the look before. What cost nothing is left out, and what went in between, by
     * eviction or restart, took its last cost with it.
     *
     * <pre>
     * it is first seen after the look before      all of it
     * the same as before                          the difference
     * less than before                            all of it: it was forgotten and came again
     * forgotten, and already more than before     all of it, where the server tells since when (1.11, or all at once: 1.9)
     * </pre>
     *
     * Empty where nothing can be said: there was no look before, or it was at another server.
     */
    Optional<Map<StatementKey, Totals>> since(Optional<StatementLook> before) {
        return before.filter(earlier -> !isElsewhere(earlier)).map(this::added);
    }

    /** Another start, or another time of forgetting, and both before we last looked: a server that we did not look at. */
    private boolean isElsewhere(StatementLook before) {
        var startedBefore = !startedAt.equals(before.startedAt()) && !startedAt.isAfter(before.at());
        var resetBefore = !reset.equals(before.reset())
                && reset.filter(moment -> !moment.isAfter(before.at())).isPresent()
                && before.reset().isPresent();
        return startedBefore || resetBefore;
    }

    private Map<StatementKey, Totals> added(StatementLook before) {
        var wasReset = reset.filter(moment -> moment.isAfter(before.at())).isPresent();
        var added = new LinkedHashMap<StatementKey, Totals>();
        all.forEach((key, now) -> {
            var then = wasReset
                    ? Optional.<Totals>empty()
                    : Optional.ofNullable(before.all().get(key));
            added(now, then, before.at()).filter(cost -> !cost.isNothing()).ifPresent(cost -> added.put(key, cost));
        });
        return added;
    }

    private static Optional<Totals> added(Totals now, Optional<Totals> then, Instant lookedAt) {
        if (now.since().isPresent() && !now.since().get().isAfter(lookedAt)) {
            return then.filter(earlier -> earlier.since().equals(now.since())).flatMap(now::minus);
        }
        return now.since().isPresent() || then.isEmpty()
                ? Optional.of(now)
                : now.minus(then.get()).or(() -> Optional.of(now));
    }
}
