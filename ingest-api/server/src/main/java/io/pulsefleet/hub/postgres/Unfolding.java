package io.pulsefleet.hub.postgres;

import io.pulsefleet.hub.http.Moments;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.postgres.Gathered;
import io.pulsefleet.store.postgres.Locks.Lock;
import io.pulsefleet.store.postgres.LogEntries.Entry;
import io.pulsefleet.store.postgres.Samples.Kind;
import io.pulsefleet.store.postgres.Samples.Sample;
import io.pulsefleet.store.postgres.Server;
import io.pulsefleet.store.postgres.Sessions.Session;
import io.pulsefleet.store.postgres.Statements.Statement;
import io.pulsefleet.store.postgres.Texts.Text;
import io.pulsefleet.store.postgres.Texts.TextKey;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.UnreadableException;
import io.pulsefleet.wire.postgres.Activity;
import io.pulsefleet.wire.postgres.Locks;
import io.pulsefleet.wire.postgres.LogEntries;
import io.pulsefleet.wire.postgres.PostgresKind;
import io.pulsefleet.wire.postgres.Statements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one shipment tells of PostgreSQL servers: its documents, each made into the rows of its kind. A body that cannot be
 * read as its kind is refused with its field; a text that is longer than is kept is cut, and its row says so.
 */
public final class Unfolding {

    /** All that is told of PostgreSQL servers begins so. */
    private static final String PREFIX = "postgresql.";

    /** A small body becomes many rows; these are as much as a shipment may weigh. */
    private static final int MOST_ROWS = 100_000;

    private static final int MOST_LEVELS = 50;

    private final int agent;
    private Gathered gathered;

    public Unfolding(int agent) {
        this.agent = agent;
    }

    /**
     * Takes the document if it is about a PostgreSQL server.
     *
     * @param field where it stands in its shipment
     * @return whether it is rows now; else it is to be kept as it is
     * @throws jakarta.ws.rs.WebApplicationException 400 that names the field
     */
    public boolean take(String field, Document document) {
        if (!document.kind().startsWith(PREFIX)) {
            return false;
        }
        var server = new Server(agent, PlainText.of(document.target()));
        gathered = gathered == null ? new Gathered() : gathered;
        gathered.see(server, document.at());
        var kind = PostgresKind.of(document.kind());
        kind.ifPresent(known -> unfold(field + ".body", known, server, document));
        return kind.isPresent();
    }

    /** Empty: it was about something else. */
    public Optional<Gathered> gathered() {
        return Optional.ofNullable(gathered);
    }

    private void unfold(String field, PostgresKind kind, Server server, Document document) {
        var at = document.at();
        switch (kind) {
            case ACTIVITY -> add(field, server, at, read(field, document, Activity.class));
            case STATEMENTS -> add(field, server, at, read(field, document, Statements.class));
            case LOCKS -> add(field, server, at, read(field, document, Locks.class));
            case LOG -> add(field, server, at, read(field, document, LogEntries.class));
        }
        if (gathered.rows() > MOST_ROWS) {
            throw Problems.badField(
                    field, "makes the shipment more than %,d rows; send it in parts".formatted(MOST_ROWS));
        }
    }

    private static <T> T read(String field, Document document, Class<T> type) {
        try {
            return Json.read(document.body().text().getBytes(StandardCharsets.UTF_8), type);
        } catch (UnreadableException refused) {
            throw Problems.badField(
                    refused.field().isEmpty() ? field : field + "." + refused.field(), refused.getMessage());
        } catch (DateTimeException | ArithmeticException beyondAllTime) {
            throw Problems.badField(field, "a moment is beyond what can be reckoned with");
        } catch (IOException ourBug) {
            throw new IllegalStateException("what is in memory cannot be read", ourBug);
        }
    }

    private void sample(Server server, Instant at, Kind kind, int count, Instant since, Map<String, Integer> tally) {
        gathered.add(new Sample(at, server, kind, count, since, Json.bytes(tally)));
    }

    private void add(String field, Server server, Instant at, Activity told) {
        sample(server, at, Kind.ACTIVITY, told.count(), null, Doings.of(told.sessions()));
        for (int i = 0; i < told.sessions().size(); i++) {
            add(field + ".sessions[" + i + "]", server, at, told.sessions().get(i));
        }
    }

    private void add(String field, Server server, Instant at, Activity.Session told) {
        Moments.check(field + ".backend_start", told.backendStart());
        Moments.check(field + ".xact_start", told.xactStart());
        Moments.check(field + ".query_start", told.queryStart());
        Moments.check(field + ".state_change", told.stateChange());
        var shears = new Shears();
        var session = new Session(
                at,
                server,
                told.pid(),
                shears.name(told.datname()),
                shears.name(told.usename()),
                shears.name(told.applicationName()),
                shears.name(told.clientAddr()),
                shears.name(told.backendType()),
                told.backendStart(),
                told.xactStart(),
                told.queryStart(),
                told.stateChange(),
                shears.name(told.waitEventType()),
                shears.name(told.waitEvent()),
                shears.name(told.state()),
                told.queryId(),
                shears.to("idle".equals(told.state()) ? Shears.IDLE : Shears.LONG, told.query()),
                shears.pids(told.blockedBy()),
                shears.name(told.correlationId()),
                shears.hasCut());
        gathered.add(session);
    }

    private void add(String field, Server server, Instant at, Statements told) {
        Moments.check(field + ".since", told.since());
        if (told.since() != null && told.since().isAfter(at)) {
            throw Problems.badField(field + ".since", "must not be after the document's moment, " + at);
        }
        sample(server, at, Kind.STATEMENTS, told.count(), told.since(), Map.of());
        for (var one : told.statements()) {
            gathered.add(row(server, at, told.since(), one));
            if (one.queryid() != null && one.query() != null) {
                var shears = new Shears();
                var text = shears.words(one.query());
                gathered.add(new TextKey(server, one.queryid()), new Text(text, shears.hasCut()));
            }
        }
    }

    private static Statement row(Server server, Instant at, Instant since, Statements.Statement told) {
        var shears = new Shears();
        return new Statement(
                since,
                at,
                server,
                told.toplevel(),
                told.queryid(),
                shears.name(told.datname()),
                shears.name(told.usename()),
                told.calls(),
                told.totalExecTime(),
                told.totalPlanTime(),
                told.rows(),
                told.sharedBlksHit(),
                told.sharedBlksRead(),
                told.sharedBlksDirtied(),
                told.sharedBlksWritten(),
                told.tempBlksRead(),
                told.tempBlksWritten(),
                told.blkReadTime(),
                told.blkWriteTime(),
                told.walBytes());
    }

    private void add(String field, Server server, Instant at, Locks told) {
        sample(server, at, Kind.LOCKS, told.count(), null, Map.of());
        for (int i = 0; i < told.locks().size(); i++) {
            var lock = told.locks().get(i);
            Moments.check(field + ".locks[" + i + "].waitstart", lock.waitstart());
            gathered.add(row(server, at, lock));
        }
    }

    private static Lock row(Server server, Instant at, Locks.Lock told) {
        var shears = new Shears();
        return new Lock(
                at,
                server,
                told.blockedPid(),
                shears.name(told.blockedUsename()),
                shears.name(told.blockedApplicationName()),
                shears.words(told.blockedQuery()),
                shears.name(told.blockedCorrelationId()),
                told.blockingPid(),
                shears.name(told.blockingUsename()),
                shears.name(told.blockingApplicationName()),
                shears.name(told.blockingState()),
                shears.words(told.blockingQuery()),
                shears.name(told.blockingCorrelationId()),
                shears.name(told.datname()),
                shears.name(told.locktype()),
                shears.name(told.mode()),
                shears.name(told.relation()),
                told.waitstart(),
                told.rootPid(),
                told.depth(),
                shears.hasCut());
    }

    private void add(String field, Server server, Instant at, LogEntries told) {
        sample(server, at, Kind.LOG, told.count(), null, levels(told.levels()));
        for (int i = 0; i < told.entries().size(); i++) {
            var entry = told.entries().get(i);
            Moments.check(field + ".entries[" + i + "].timestamp", entry.timestamp());
            gathered.add(row(server, entry.timestamp() == null ? at : entry.timestamp(), entry));
        }
    }

    private static Map<String, Integer> levels(Map<String, Integer> told) {
        var levels = new TreeMap<String, Integer>();
        told.forEach((name, count) -> {
            if (levels.size() < MOST_LEVELS && count != null) {
                levels.merge(PlainText.of(new Shears().name(name)), count, Integer::sum);
            }
        });
        return levels;
    }

    private static Entry row(Server server, Instant at, LogEntries.Entry told) {
        var shears = new Shears();
        return new Entry(
                at,
                server,
                shears.name(told.errorSeverity()),
                shears.name(told.event()),
                shears.words(told.message()),
                shears.words(told.detail()),
                shears.words(told.hint()),
                shears.words(told.context()),
                shears.words(told.statement()),
                shears.name(told.stateCode()),
                told.pid(),
                shears.name(told.userName()),
                shears.name(told.dbname()),
                shears.name(told.remoteHost()),
                shears.name(told.applicationName()),
                shears.name(told.backendType()),
                told.queryId(),
                told.durationMs(),
                shears.name(told.correlationId()),
                shears.hasCut());
    }
}
