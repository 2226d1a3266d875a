package io.pulsefleet.agent.collect.postgres;

import static java.util.stream.Collectors.toSet;

import io.pulsefleet.agent.collect.Correlation;
import io.pulsefleet.wire.postgres.Activity.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who was connected at one moment, and who waited for whom.
 *
 * @param at by our clock
 * @param askedAt by the server's own clock, as all times of sessions are
 * @param total of sessions; more than are here, where there are too many
 * @param waits what those wait for who wait for a lock, by their pid; nothing where nobody does
 */
record Sessions(Instant at, Instant askedAt, List<Session> all, int total, Map<Integer, Wait> waits) {

    private static final int MOST = 500;

    /** @param since empty where the server does not tell */
    record Wait(String locktype, String mode, String relation, Optional<Instant> since) {}

    private record Counted(Session session, int total, Instant askedAt) {}

    /** The locks are looked at only if somebody waits for one. */
    static Sessions read(Link link, Hello hello, Instant at, Correlation correlation) throws SQLException {
        var found = link.ask(Questions.read("activity", hello.version()).sql(), MOST, row -> counted(row, correlation));
        var sessions = found.stream().map(Counted::session).toList();
        var waits = new HashMap<Integer, Wait>();
        if (sessions.stream().anyMatch(session -> !session.blockedBy().isEmpty())) {
            link.ask(
                    Questions.read("locks", hello.version()).sql(),
                    MOST,
                    row -> waits.put(row.getInt("pid"), wait(row)));
        }
        var askedAt = found.isEmpty() ? at : found.get(0).askedAt();
        return new Sessions(
                at,
                askedAt,
                sessions,
                found.stream().mapToInt(Counted::total).max().orElse(0),
                waits);
    }

    private static Counted counted(ResultSet row, Correlation correlation) throws SQLException {
        var application = row.getString("application_name");
        var session = new Session(
                row.getInt("pid"),
                row.getString("datname"),
                row.getString("usename"),
                application,
                row.getString("client_addr"),
                row.getString("backend_type"),
                Link.moment(row, "backend_start").orElse(null),
                Link.moment(row, "xact_start").orElse(null),
                Link.moment(row, "query_start").orElse(null),
                Link.moment(row, "state_change").orElse(null),
                row.getString("wait_event_type"),
                row.getString("wait_event"),
                row.getString("state"),
                row.getObject("query_id", Long.class),
                row.getString("query"),
                blockers(row),
                correlation.idIn(application).orElse(null));
        return new Counted(
                session, row.getInt("total"), Link.moment(row, "asked_at").orElse(Instant.EPOCH));
    }

    /** A parallel worker of the blocker may be named more than once; a prepared transaction is 0. */
    private static List<Integer> blockers(ResultSet row) throws SQLException {
        var pids = row.getArray("blocked_by");
        return pids == null
                ? List.of()
                : List.of((Integer[]) pids.getArray()).stream().distinct().toList();
    }

    private static Wait wait(ResultSet row) throws SQLException {
        return new Wait(
                row.getString("locktype"),
                row.getString("mode"),
                row.getString("relation"),
                Link.moment(row, "waitstart"));
    }

    /** Those of one database, and whoever they wait for. */
    Sessions of(String database) {
        var own = all.stream()
                .filter(session -> database.equals(session.datname()))
                .toList();
        var blockers =
                own.stream().flatMap(session -> session.blockedBy().stream()).collect(toSet());
        var told = blockers.isEmpty()
                ? own
                : all.stream()
                        .filter(session -> database.equals(session.datname()) || blockers.contains(session.pid()))
                        .toList();
        return new Sessions(at, askedAt, told, told.size(), waits);
    }

    boolean hasBlocking() {
        return all.stream().anyMatch(session -> !session.blockedBy().isEmpty());
    }

    /** Since when the one waits who waits longest, as far as it is told. */
    Optional<Instant> waitingSince() {
        return all.stream()
                .filter(session -> !session.blockedBy().isEmpty())
                .map(this::waitingSince)
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    /** Where the server does not tell, the statement that waits has begun not long before. */
    Optional<Instant> waitingSince(Session session) {
        return Optional.ofNullable(waits.get(session.pid()))
                .flatMap(Wait::since)
                .or(() -> Optional.ofNullable(session.queryStart()));
    }
}
