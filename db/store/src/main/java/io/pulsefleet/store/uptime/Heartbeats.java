package io.pulsefleet.store.uptime;

import static java.util.stream.Collectors.groupingBy;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.uptime.ProberLeases.Grant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps heartbeats, in the caller's transaction.
 *
 * <p>(1) Each monitor, datacenter and slot has one; what comes second is left out. (2) One that does not count is kept
 * apart. (3) In the same transaction the newest of each monitor and datacenter becomes its standing, which moves forward
 * only. (4) What changes an hour that is over has it rolled up again. (5) All is locked in the order of its key.
 */
@ApplicationScoped
public class Heartbeats {

    private static final String INSERT = """
            INSERT INTO api_heartbeats (monitor, datacenter, slot_at, agent, lease, revision, executed_at, status, error,
                message, dns_us, connect_us, tls_us, first_byte_us, transfer_us, total_us, code, bytes, address,
                certificate_ends_at, answer, hops)
            SELECT monitor, datacenter, slot_at, agent, lease, revision, executed_at, status, error,
                message, dns, connect, tls, first_byte, transfer, total, code, bytes, address, certificate, answer, hops::jsonb
            FROM unnest(?::int[], ?::text[], ?::timestamptz[], ?::int[], ?::bigint[], ?::bigint[], ?::timestamptz[],
                ?::text[], ?::text[], ?::text[], ?::int[], ?::int[], ?::int[], ?::int[], ?::int[], ?::bigint[], ?::int[],
                ?::bigint[], ?::text[], ?::timestamptz[], ?::text[], ?::text[])
                AS h(monitor, datacenter, slot_at, agent, lease, revision, executed_at, status, error, message, dns,
                    connect, tls, first_byte, transfer, total, code, bytes, address, certificate, answer, hops)
            ON CONFLICT DO NOTHING RETURNING monitor, datacenter, slot_at""";

    private static final String INSERT_STALE = """
            INSERT INTO api_heartbeats_stale (monitor, datacenter, slot_at, agent, lease, executed_at, status, error, why)
            SELECT * FROM unnest(?::int[], ?::text[], ?::timestamptz[], ?::int[], ?::bigint[], ?::timestamptz[], ?::text[],
                ?::text[], ?::text[])
            ON CONFLICT DO NOTHING""";

    private static final String LOCK_STANDINGS = """
            SELECT s.* FROM uptime_standing s
            JOIN unnest(?::int[], ?::text[]) AS k(monitor, datacenter) USING (monitor, datacenter)
            ORDER BY s.monitor, s.datacenter FOR UPDATE OF s""";

    private static final String MOVE_STANDINGS = """
            INSERT INTO uptime_standing AS s (monitor, datacenter, slot_at, executed_at, since_at, failures, status, error,
                message, total_us, code, certificate_ends_at)
            SELECT * FROM unnest(?::int[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[], ?::int[],
                ?::text[], ?::text[], ?::text[], ?::bigint[], ?::int[], ?::timestamptz[])
            ON CONFLICT (monitor, datacenter) DO UPDATE SET slot_at = excluded.slot_at,
                executed_at = excluded.executed_at, since_at = excluded.since_at, failures = excluded.failures,
                status = excluded.status, error = excluded.error, message = excluded.message,
                total_us = excluded.total_us, code = excluded.code, certificate_ends_at = excluded.certificate_ends_at,
                moved_by = pg_current_xact_id()
            WHERE s.slot_at < excluded.slot_at""";

    private Database database;
    private ProberLeases leases;

    public Heartbeats() {}

    @Inject
    public Heartbeats(Database database, ProberLeases leases) {
        this.database = database;
        this.leases = leases;
    }

    /**
     * What became of them, as numbers.
     *
     * @param known were there already
     * @param stale are kept apart
     * @param unknown belong to no monitor, and are dropped
     */
    public record Stored(int counted, int known, int stale, int unknown) {}

    private record Key(int monitor, String datacenter) {

        static Key of(NewHeartbeat heartbeat) {
            return new Key(heartbeat.monitor(), heartbeat.datacenter());
        }
    }

    private record SlotKey(int monitor, String datacenter, Instant slot) {}

    /** None: does nothing. */
    public Stored store(Instant now, Collection<NewHeartbeat> all) {
        if (all.isEmpty()) {
            return new Stored(0, 0, 0, 0);
        }
        var monitors = monitors(all);
        var sorted = all.stream()
                .filter(heartbeat -> monitors.contains(heartbeat.monitor()))
                .sorted(NewHeartbeat.BY_KEY)
                .toList();
        var grants = leases
                .grants(sorted.stream().map(NewHeartbeat::datacenter).distinct().toList())
                .stream()
                .collect(groupingBy(Grant::datacenter));
        var judged = sorted.stream()
                .collect(groupingBy(
                        heartbeat -> Judgement.of(heartbeat, grants.getOrDefault(heartbeat.datacenter(), List.of()))));
        var counting = judged.getOrDefault(Judgement.COUNTED, List.of());
        var stored = insert(counting);
        var stale = 0;
        for (var judgement : List.of(Judgement.LATER_LEASE, Judgement.NO_LEASE)) {
            var some = judged.getOrDefault(judgement, List.of());
            stale += some.size();
            keepApart(some, judgement);
        }
        noteLate(now, stored);
        move(stored);
        return new Stored(stored.size(), counting.size() - stored.size(), stale, all.size() - sorted.size());
    }

    private Set<Integer> monitors(Collection<NewHeartbeat> all) {
        return new HashSet<>(new Ask("look which monitors there are", "SELECT id FROM api_monitors WHERE id = ANY (?)")
                .with("int4", all.stream().map(NewHeartbeat::monitor).distinct().toList(), each -> each)
                .list(database, row -> row.getInt(1)));
    }

    /** @return those that were not there */
    private List<NewHeartbeat> insert(List<NewHeartbeat> heartbeats) {
        if (heartbeats.isEmpty()) {
            return List.of();
        }
        var inserted = new HashSet<>(new Ask("keep heartbeats", INSERT)
                .with("int4", heartbeats, NewHeartbeat::monitor)
                .with("text", heartbeats, NewHeartbeat::datacenter)
                .with("timestamptz", heartbeats, NewHeartbeat::slot)
                .with("int4", heartbeats, NewHeartbeat::agent)
                .with("int8", heartbeats, NewHeartbeat::lease)
                .with("int8", heartbeats, NewHeartbeat::revision)
                .with("timestamptz", heartbeats, NewHeartbeat::executedAt)
                .with("text", heartbeats, NewHeartbeat::status)
                .with("text", heartbeats, NewHeartbeat::error)
                .with("text", heartbeats, NewHeartbeat::message)
                .with("int4", heartbeats, NewHeartbeat::dns)
                .with("int4", heartbeats, NewHeartbeat::connect)
                .with("int4", heartbeats, NewHeartbeat::tls)
                .with("int4", heartbeats, NewHeartbeat::firstByte)
                .with("int4", heartbeats, NewHeartbeat::transfer)
                .with("int8", heartbeats, NewHeartbeat::total)
                .with("int4", heartbeats, NewHeartbeat::code)
                .with("int8", heartbeats, NewHeartbeat::bytes)
                .with("text", heartbeats, NewHeartbeat::address)
                .with("timestamptz", heartbeats, NewHeartbeat::certificateEnds)
                .with("text", heartbeats, NewHeartbeat::answer)
                .with("text", heartbeats, NewHeartbeat::hops)
                .list(database, row -> new SlotKey(row.getInt(1), row.getString(2), Ask.moment(row, "slot_at"))));
        // of two of one slot in one shipment the first stands
        return heartbeats.stream()
                .filter(heartbeat ->
                        inserted.remove(new SlotKey(heartbeat.monitor(), heartbeat.datacenter(), heartbeat.slot())))
                .toList();
    }

    private void keepApart(List<NewHeartbeat> stale, Judgement judgement) {
        if (!stale.isEmpty()) {
            new Ask("keep heartbeats apart that do not count", INSERT_STALE)
                    .with("int4", stale, NewHeartbeat::monitor)
                    .with("text", stale, NewHeartbeat::datacenter)
                    .with("timestamptz", stale, NewHeartbeat::slot)
                    .with("int4", stale, NewHeartbeat::agent)
                    .with("int8", stale, NewHeartbeat::lease)
                    .with("timestamptz", stale, NewHeartbeat::executedAt)
                    .with("text", stale, NewHeartbeat::status)
                    .with("text", stale, NewHeartbeat::error)
                    .with("text", stale, each -> judgement.why())
                    .run(database);
        }
    }

    /** The row's lock is held until the end: who rolls that hour up waits, and then sees what came. */
    private void noteLate(Instant now, List<NewHeartbeat> stored) {
        var hours = stored.stream()
                .map(heartbeat -> heartbeat.slot().truncatedTo(ChronoUnit.HOURS))
                .distinct()
                .filter(hour -> !hour.plus(Duration.ofHours(1)).isAfter(now))
                .sorted()
                .toList();
        if (!hours.isEmpty()) {
            new Ask(
                            "note which hours are to be rolled up again",
                            "INSERT INTO uptime_due AS d (hour_at) SELECT * FROM unnest(?::timestamptz[])"
                                    + " ON CONFLICT (hour_at) DO UPDATE SET times = d.times + 1")
                    .with("timestamptz", hours, each -> each)
                    .run(database);
        }
    }

    private void move(List<NewHeartbeat> stored) {
        if (stored.isEmpty()) {
            return;
        }
        var keys = stored.stream().map(Key::of).distinct().toList();
        Map<Key, Standing> standings = new LinkedHashMap<>();
        new Ask("look how monitors stand", LOCK_STANDINGS)
                .with("int4", keys, Key::monitor)
                .with("text", keys, Key::datacenter)
                .list(database, Standing::of)
                .forEach(standing -> standings.put(new Key(standing.monitor(), standing.datacenter()), standing));
        for (var heartbeat : stored) {
            standings.compute(
                    Key.of(heartbeat),
                    (key, before) -> before == null ? Standing.of(heartbeat) : before.after(heartbeat));
        }
        var moved = new ArrayList<Standing>();
        keys.forEach(key -> moved.add(standings.get(key)));
        new Ask("keep how monitors stand", MOVE_STANDINGS)
                .with("int4", moved, Standing::monitor)
                .with("text", moved, Standing::datacenter)
                .with("timestamptz", moved, Standing::slot)
                .with("timestamptz", moved, Standing::executedAt)
                .with("timestamptz", moved, Standing::since)
                .with("int4", moved, Standing::failures)
                .with("text", moved, Standing::status)
                .with("text", moved, Standing::error)
                .with("text", moved, Standing::message)
                .with("int8", moved, Standing::total)
                .with("int4", moved, Standing::code)
                .with("timestamptz", moved, Standing::certificateEnds)
                .run(database);
    }
}
