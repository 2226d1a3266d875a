package io.pulsefleet.hub.commit;

import io.pulsefleet.hub.commit.Outcome.Known;
import io.pulsefleet.hub.commit.Outcome.Taken;
import io.pulsefleet.hub.events.OwnEvents;
import io.pulsefleet.hub.uptime.Arrivals;
import io.pulsefleet.store.Database;
import io.pulsefleet.store.documents.Documents;
import io.pulsefleet.store.events.HostEvents;
import io.pulsefleet.store.fleet.Beat;
import io.pulsefleet.store.fleet.Beats;
import io.pulsefleet.store.fleet.Ledgers;
import io.pulsefleet.store.fleet.Runs;
import io.pulsefleet.store.logs.LogLines;
import io.pulsefleet.store.metrics.Frames;
import io.pulsefleet.store.metrics.MetricSets;
import io.pulsefleet.store.metrics.Receipts;
import io.pulsefleet.store.metrics.Receipts.Claim;
import io.pulsefleet.store.postgres.PostgresTables;
import io.pulsefleet.store.postgres.Servers;
import io.pulsefleet.store.postgres.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Puts parcels into the store.
 *
 * <p>(1) A receipt and all that its segment holds are written in one transaction: both are there, or neither. (2) All
 * parcels of one call share the transaction. (3) The receipts come first: whoever brings the same segment meanwhile waits
 * there, and then learns that it is known. (4) What is locked is locked in one order, by everybody: receipts, uses of sets,
 * agents, ledgers, runs, PostgreSQL servers, texts of statements, heartbeats, hours that are due again, standings, each
 * by its key.
 */
@ApplicationScoped
public class Warehouse {

    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

    @Inject
    Database database;

    @Inject
    Receipts receipts;

    @Inject
    MetricSets sets;

    @Inject
    Beats beats;

    @Inject
    Ledgers ledgers;

    @Inject
    Runs runs;

    @Inject
    Frames frames;

    @Inject
    LogLines lines;

    @Inject
    Documents documents;

    @Inject
    HostEvents events;

    @Inject
    OwnEvents own;

    @Inject
    PostgresTables postgres;

    @Inject
    Servers servers;

    @Inject
    Texts texts;

    @Inject
    Arrivals arrivals;

    @Inject
    ToldServers known;

    @Inject
    UsedSets used;

    private record Key(int agent, String segment) {}

    /**
     * Returns how it went, in the order of the parcels: each is taken, or known.
     *
     * @param patience how long to wait for what another holds
     */
    @Transactional
    public List<Outcome> store(List<Parcel> parcels, Duration patience) {
        database.patience(patience, STATEMENT_TIMEOUT);
        var claims = claims(parcels);
        var granted = receipts.write(claims.values());
        var outcomes = new ArrayList<Outcome>(parcels.size());
        var taken = new ArrayList<Parcel>(parcels.size());
        for (var parcel : parcels) {
            var isTaken = key(parcel).map(key -> claims.remove(key)).map(granted::contains);
            // a claim that is gone already is an equal parcel's of this group
            if (isTaken.orElse(parcel.segment().isEmpty())) {
                taken.add(parcel);
                outcomes.add(new Taken());
            } else {
                outcomes.add(new Known());
            }
        }
        write(taken);
        return outcomes;
    }

    private static Map<Key, Claim> claims(List<Parcel> parcels) {
        var claims = new LinkedHashMap<Key, Claim>();
        for (var parcel : parcels) {
            key(parcel)
                    .ifPresent(
                            key -> claims.putIfAbsent(key, new Claim(key.agent(), key.segment(), parcel.readings())));
        }
        return claims;
    }

    private static Optional<Key> key(Parcel parcel) {
        return parcel.segment().map(segment -> new Key(parcel.agent(), segment));
    }

    private void write(List<Parcel> taken) {
        var uses = new TreeSet<MetricSets.Use>();
        taken.forEach(parcel -> parcel.sets().stream()
                .filter(set -> !used.isNoted(parcel.agent(), set))
                .forEach(set -> uses.add(new MetricSets.Use(parcel.agent(), set))));
        sets.use(uses);
        var heard = taken.stream().flatMap(parcel -> parcel.beat().stream()).toList();
        own.restarted(beats.write(heard));
        ledgers.tell(taken.stream().flatMap(parcel -> parcel.told().stream()).toList());
        runs.hear(taken.stream().flatMap(parcel -> parcel.runs().stream()).toList());
        runs.interruptAllBut(boots(heard));
        var now = Instant.now();
        frames.writeRows(now, taken.stream().map(Parcel::frames).toList());
        lines.writeRows(now, taken.stream().map(Parcel::lines).toList());
        documents.writeRows(now, taken.stream().map(Parcel::documents).toList());
        events.writeRows(now, taken.stream().map(Parcel::events).toList());
        writePostgres(now, taken);
        arrivals.store(
                now,
                taken.stream().flatMap(parcel -> parcel.heartbeats().stream()).toList());
    }

    /** Few parcels have any. */
    private void writePostgres(Instant now, List<Parcel> taken) {
        var told = taken.stream().flatMap(parcel -> parcel.postgres().stream()).toList();
        if (!told.isEmpty()) {
            servers.see(known.newServers(told, now));
            texts.write(now, known.newTexts(told, now));
            postgres.writeRows(now, told);
        }
    }

    /** The last that each says. */
    private static Map<Integer, String> boots(List<Beat> beats) {
        var boots = new HashMap<Integer, String>();
        beats.forEach(beat -> boots.put(beat.agent(), beat.boot()));
        return boots;
    }
}
