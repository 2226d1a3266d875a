package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.agent.collect.postgres.StatementsPart.Names;
import io.pulsefleet.agent.collect.postgres.StatementsPart.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What all statements of one server have cost, for each of its databases that is watched: whoever looks takes note of it for
 * all, and each takes at its own visit what was added since its last.
 */
final class StatementCosts {

    /** Longer ago: nobody looks any more. */
    private static final Duration LATELY = Duration.ofMinutes(3);

    private final StatementTexts texts;
    private final Map<String, Share> shares = new LinkedHashMap<>();
    private Optional<PackedLook> before = Optional.empty();
    private Instant lookedAt = Instant.EPOCH;
    private Map<Owner, Names> names = Map.of();
    private int distinct;
    private double ownTime;

    /** @param names of all owners of these statements */
    record Look(StatementLook costs, Map<Owner, Names> names, double ownTime) {}

    /**
     * What one target has not told yet.
     *
     * @param from when it told the last; empty where nothing is to be told: there was nothing to compare with
     */
    record Untold(
            Optional<Instant> from,
            Map<StatementKey, Totals> added,
            Map<Owner, Names> names,
            int distinct,
            double ownTime) {}

    private static final class Share {
        Optional<Instant> from = Optional.empty();
        Optional<String> only = Optional.empty();
        Map<StatementKey, Totals> added = new LinkedHashMap<>();
    }

    StatementCosts(StatementTexts texts) {
        this.texts = texts;
    }

    StatementTexts texts() {
        return texts;
    }

    synchronized void forget(String target) {
        shares.remove(target);
    }

    synchronized boolean isLookedAt(Instant moment) {
        return lookedAt.equals(moment);
    }

    synchronized boolean isLookedAtBefore(Instant moment) {
        return lookedAt.isAfter(moment.minus(LATELY));
    }

    synchronized void looked(Instant at, Look look) {
        var added = look.costs().since(before.map(PackedLook::unpacked));
        before = Optional.of(PackedLook.of(look.costs()));
        lookedAt = at;
        names = Map.copyOf(look.names());
        distinct = look.costs().all().size();
        ownTime = look.ownTime();
        if (added.isEmpty()) {
            shares.clear();
        } else if (!shares.isEmpty()) {
            share(added.get());
        }
    }

    private void share(Map<StatementKey, Totals> added) {
        var byDatabase = new HashMap<String, Map<StatementKey, Totals>>();
        added.forEach((key, cost) -> byDatabase
                .computeIfAbsent(databaseOf(key), none -> new LinkedHashMap<>())
                .put(key, cost));
        for (var share : shares.values()) {
            var own = share.only
                    .map(database -> byDatabase.getOrDefault(database, Map.of()))
                    .orElse(added);
            own.forEach((key, cost) -> share.added.merge(key, cost, Totals::plus));
        }
    }

    private String databaseOf(StatementKey key) {
        var named = names.get(new Owner(key.dbid(), key.userid()));
        return named == null || named.datname() == null ? "" : named.datname();
    }

    /**
     * What was added since it last took it.
     *
     * @param only in this database; empty: in all
     */
    synchronized Untold take(String target, Optional<String> only) {
        var share = shares.computeIfAbsent(target, none -> new Share());
        var told = new Untold(share.from, share.added, names, distinct, ownTime);
        share.from = Optional.of(lookedAt);
        share.only = only;
        share.added = new LinkedHashMap<>();
        return told;
    }
}
