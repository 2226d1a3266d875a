package io.pulsefleet.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.history.Policies;
import io.pulsefleet.store.history.Retention;
import io.pulsefleet.store.postgres.Locks.Lock;
import io.pulsefleet.store.postgres.LogEntries.Entry;
import io.pulsefleet.store.postgres.LogEntries.Filter;
import io.pulsefleet.store.postgres.LogEntries.Tally;
import io.pulsefleet.store.postgres.Samples.Doing;
import io.pulsefleet.store.postgres.Samples.Kind;
import io.pulsefleet.store.postgres.Samples.Look;
import io.pulsefleet.store.postgres.Samples.Sample;
import io.pulsefleet.store.postgres.Sessions.Session;
import io.pulsefleet.store.postgres.Statements.Costly;
import io.pulsefleet.store.postgres.Statements.Order;
import io.pulsefleet.store.postgres.Statements.Statement;
import io.pulsefleet.store.postgres.Texts.Text;
import io.pulsefleet.store.postgres.Texts.TextKey;
import io.pulsefleet.store.schema.Partitions;
import io.pulsefleet.store.series.Snapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Against a real PostgreSQL: what is told of PostgreSQL servers, and the questions about it. */
class PostgresTablesTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofSeconds(20);

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private static Snapshot snapshot;

    /** A server of its own for each test. */
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final Server server = new Server(NEXT.incrementAndGet(), "main");
    private final Server other = new Server(server.agent(), "other");

    @BeforeAll
    static void start() throws Exception {
        snapshot = new Snapshot(postgres.database().source());
        new Partitions(postgres.database()).makeAhead(NOON);
    }

    /** PG-01, PG-05. */
    @Test
    void sessionsComeBackAsTheyWereTold() throws Exception {
        var told = new Session(
                NOON,
                server,
                4711,
                "shop",
                "web",
                "web:r-1",
                "192.0.2.7",
                "client backend",
                NOON.minusSeconds(600),
                NOON.minusSeconds(60),
                NOON.minusSeconds(30),
                NOON.minusSeconds(20),
                "Lock",
                "transactionid",
                "active",
                Long.MIN_VALUE,
                "UPDATE a SET b = 'ü\0'",
                List.of(7, 8),
                "r-1",
                true);
        var nobody = session(NOON, 5, null, null);
        write(NOON, told, nobody, session(NOON.plusSeconds(60), 4711, "r-1", 7), session(NOON, other, 9));

        assertThat(new Sessions(snapshot).of(server, NOON, 10, LONGEST))
                .containsExactly(nobody, withQuery(told, "UPDATE a SET b = 'ü\uFFFD'"));
        assertThat(postgres.query("SELECT DISTINCT tableoid::regclass FROM pg_session WHERE agent = " + server.agent()))
                .containsExactly("pg_session_20261121");
    }

    /** PG-06: that nobody waited is known, too. */
    @Test
    void aMessageThatFoundNothingIsTheNewestThereIs() throws Exception {
        write(
                NOON,
                sample(NOON, Kind.LOCKS, 1, "{}"),
                lock(NOON, 1, 2, NOON),
                sample(NOON.plusSeconds(10), Kind.LOCKS, 0, "{}"),
                sample(NOON.plusSeconds(12), Kind.ACTIVITY, 3, "{}"));
        var samples = new Samples(snapshot);

        var newest = samples.newest(server, Kind.LOCKS, NOON.plusSeconds(15), MINUTE, LONGEST)
                .orElseThrow();
        assertThat(newest).isEqualTo(NOON.plusSeconds(10));
        assertThat(new Locks(snapshot).of(server, newest, 10, LONGEST)).isEmpty();
        assertThat(samples.newest(server, Kind.LOCKS, NOON.plusSeconds(5), MINUTE, LONGEST))
                .contains(NOON);
        assertThat(new Locks(snapshot).of(server, NOON, 10, LONGEST)).containsExactly(lock(NOON, 1, 2, NOON));
        assertThat(samples.newest(server, Kind.LOCKS, NOON.plusSeconds(80), MINUTE, LONGEST))
                .as("too long ago")
                .isEmpty();
    }

    /** PG-01. */
    @Test
    void whatSessionsDidIsSummedUpOverSteps() throws Exception {
        var at = Instant.parse("2026-11-21T12:00:00Z");
        write(
                NOON,
                sample(at, Kind.ACTIVITY, 3, "{\"running\":2,\"Lock:relation\":1}"),
                sample(at.plusSeconds(30), Kind.ACTIVITY, 5, "{\"running\":5}"),
                sample(at.plusSeconds(60), Kind.ACTIVITY, 1, "{\"idle\":1}"),
                sample(at.plusSeconds(60), Kind.LOCKS, 1, "{\"idle\":9}"));
        var samples = new Samples(snapshot);

        assertThat(samples.doings(server, at.minusSeconds(1), at.plusSeconds(60), MINUTE, 10, LONGEST))
                .containsExactly(
                        new Doing(at, "Lock:relation", 1, 2),
                        new Doing(at, "running", 7, 2),
                        new Doing(at.plusSeconds(60), "idle", 1, 1));
        assertThat(samples.looks(server, at, at.plusSeconds(60), 10, LONGEST))
                .containsExactly(new Look(at.plusSeconds(30), 5, 0), new Look(at.plusSeconds(60), 1, 0));
        assertThat(samples.looks(server, at.minusSeconds(1), at, 10, LONGEST)).containsExactly(new Look(at, 3, 1));
    }

    /** PG-02. */
    @Test
    void statementsAreSummedUpBetweenAnyTwoMoments() throws Exception {
        write(
                NOON,
                delta(1, 1L, "a", 10, 100.0),
                delta(1, 2L, "a", 1, 500.0),
                delta(2, 1L, "b", 5, 50.0),
                delta(3, 1L, "a", 1_000, 9_000.0));
        text(1, "SELECT $1", false);

        var top = new Statements(snapshot).top(server, NOON, NOON.plusSeconds(120), Order.TOTAL_TIME, 10, LONGEST);

        assertThat(top.statements()).isEqualTo(2);
        assertThat(top.calls()).isEqualTo(16);
        assertThat(top.totalExecTime()).isEqualTo(650);
        assertThat(top.costly())
                .extracting(
                        Costly::queryid,
                        Costly::datnames,
                        Costly::query,
                        one -> one.sums().calls())
                .containsExactly(tuple(2L, List.of("a"), null, 1L), tuple(1L, List.of("a", "b"), "SELECT $1", 15L));
        assertThat(ids(Order.CALLS, 1)).containsExactly(1L);
        assertThat(ids(Order.MEAN, 9)).containsExactly(2L, 1L);
        assertThat(ids(Order.IO, 9)).containsExactly(1L, 2L);
        assertThat(ids(Order.ROWS, 9)).containsExactly(1L, 2L);
        assertThat(new Statements(snapshot).history(server, 1, NOON, NOON.plusSeconds(120), MINUTE, LONGEST))
                .extracting(Statements.Step::at, step -> step.sums().calls())
                .containsExactly(
                        tuple(Instant.parse("2026-11-21T12:01:00Z"), 10L),
                        tuple(Instant.parse("2026-11-21T12:02:00Z"), 5L));
    }

    /** PG-02, PG-11: as other senders tell them. */
    @Test
    void ofTotalsTheGrowthCountsAndAfterAResetAllOfThem() throws Exception {
        write(NOON, total(-1, 7L, 100), total(1, 7L, 130), total(2, 7L, 20), total(3, 7L, 25), total(1, 8L, 1_000_000));

        var top = new Statements(snapshot).top(server, NOON, NOON.plusSeconds(240), Order.CALLS, 10, LONGEST);

        assertThat(top.costly())
                .extracting(
                        Costly::queryid,
                        one -> one.sums().calls(),
                        one -> one.sums().totalExecTime())
                .containsExactly(tuple(7L, 55L, 55.0));
    }

    /** PG-02: its text is kept once, whoever tells it again. */
    @Test
    void aStatementsTextIsKeptOnce() throws Exception {
        text(1, "SELECT 1", true);
        text(1, "SELECT $1\0", false);

        assertThat(postgres.query("SELECT query || ' ' || cut FROM pg_statement_text WHERE agent = " + server.agent()))
                .containsExactly("SELECT $1\uFFFD false");
        assertThat(new Statements(snapshot).known(server, List.of(1L, 2L), LONGEST))
                .containsExactly(new Statements.Known(server, 1, "SELECT $1\uFFFD", false));
    }

    /** PG-06. */
    @Test
    void aWaitIsOneFromItsFirstSampleToItsLast() throws Exception {
        write(
                NOON,
                lock(NOON, 1, 2, NOON),
                lock(NOON.plusSeconds(1), 1, 2, NOON),
                lock(NOON.plusSeconds(1), 3, 1, NOON.plusSeconds(1)),
                lock(NOON.plusSeconds(9), 1, 2, NOON.plusSeconds(8)));

        assertThat(new Locks(snapshot).waits(server, NOON.minusSeconds(1), NOON.plusSeconds(9), 10, LONGEST))
                .containsExactly(
                        new Locks.Wait(NOON.plusSeconds(9), 1, lock(NOON.plusSeconds(9), 1, 2, NOON.plusSeconds(8))),
                        new Locks.Wait(NOON, 2, lock(NOON.plusSeconds(1), 1, 2, NOON)),
                        new Locks.Wait(NOON.plusSeconds(1), 1, lock(NOON.plusSeconds(1), 3, 1, NOON.plusSeconds(1))));
    }

    /** PG-03. */
    @Test
    void logEntriesAreFoundByWhatTheySay() throws Exception {
        var error = entry(1, "ERROR", "deadlock", "100% deadlock", "r-1");
        var slow = entry(2, "LOG", "slow-statement", "duration: 5 ms", null);
        var plain = entry(70, "ERROR", null, "100 deadlocks", null);
        write(NOON, error, slow, plain);

        assertThat(entries(List.of(), List.of(), "")).containsExactly(plain, slow, error);
        assertThat(entries(List.of("LOG"), List.of(), "")).containsExactly(slow);
        assertThat(entries(List.of("LOG", "ERROR"), List.of("deadlock"), "")).containsExactly(error);
        assertThat(entries(List.of(), List.of(), "DEADLOCK")).containsExactly(plain, error);
        assertThat(entries(List.of(), List.of(), "100%")).containsExactly(error);
        assertThat(new LogEntries(snapshot).tallies(server, NOON, NOON.plusSeconds(100), MINUTE, 10, LONGEST))
                .containsExactly(
                        new Tally(Instant.parse("2026-11-21T12:00:00Z"), "ERROR", "deadlock", 1),
                        new Tally(Instant.parse("2026-11-21T12:00:00Z"), "LOG", "slow-statement", 1),
                        new Tally(Instant.parse("2026-11-21T12:01:00Z"), "ERROR", null, 1));
    }

    /** PG-05. */
    @Test
    void allThatBearsAnIdIsFoundWhereverItWasSeen() throws Exception {
        var id = "r-" + server.agent();
        var first = session(NOON, 1, id, null);
        var again = new Session(
                NOON.plusSeconds(5),
                first.server(),
                1,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                id,
                false);
        write(
                NOON,
                first,
                again,
                session(NOON, other, 9),
                lock(NOON, 1, 2, NOON, id, null),
                lock(NOON, 3, 1, NOON, null, id),
                lock(NOON, 4, 5, NOON, null, "r"),
                entry(1, "ERROR", null, "canceled", id));
        var correlated = new Correlated(snapshot);
        var end = NOON.plusSeconds(60);

        assertThat(correlated.sessions(id, NOON, end, 10, LONGEST))
                .containsExactly(new Correlated.Seen(NOON, 2, again));
        assertThat(correlated.locks(id, NOON, end, 10, LONGEST))
                .extracting(waited -> waited.last().blockedPid())
                .containsExactlyInAnyOrder(1, 3);
        assertThat(correlated.entries(id, NOON, end, 10, LONGEST))
                .extracting(Entry::message)
                .containsExactly("canceled");
        assertThat(correlated.sessions("nobody", NOON, end, 10, LONGEST)).isEmpty();
    }

    /** PG-12: one that is down, and has never told anything else, is known as well. */
    @Test
    void aServerIsKnownByWhatItToldOrByThatItIsDown() throws Exception {
        var servers = new Servers(postgres.database(), snapshot);
        servers.see(Map.of(server, NOON, other, NOON.minusSeconds(100_000)));
        servers.see(Map.of(server, NOON.minusSeconds(5)));
        var set = postgres.query("INSERT INTO metric_set (hash, collector, target, positions) VALUES (decode(md5('"
                        + server.agent() + "'), 'hex'), 'pg-stat', 'away', '[{\"metric\":\"a\"},"
                        + "{\"metric\":\"pulsefleet.collector.up\"}]') RETURNING id")
                .get(0);
        postgres.execute("INSERT INTO latest VALUES (%d, %s, '%s', '{1,0}')"
                .formatted(server.agent(), set, NOON.plusSeconds(7)));

        assertThat(servers.since(NOON.minusSeconds(60), 1_000, LONGEST))
                .filteredOn(known -> known.server().agent() == server.agent())
                .containsExactly(
                        new Servers.Known(new Server(server.agent(), "away"), null, NOON.plusSeconds(7), false),
                        new Servers.Known(server, NOON.minusSeconds(5), NOON, null));
    }

    @Test
    void whatIsOlderThanItsPolicyGoes() throws Exception {
        postgres.execute("INSERT INTO pg_statement_text VALUES (%d, 't', 1, 'q', false, '2024-01-01')"
                .formatted(server.agent()));
        write(NOON, sample(NOON, Kind.LOCKS, 0, "{}"), session(NOON, 1, null, null), entry(1, "LOG", null, "m", null));
        var retention = new Retention(postgres.database());
        var policies = new Policies(postgres.database()).all();

        assertThat(retention.plan(NOON.plus(Duration.ofDays(16)), policies))
                .extracting(removal -> removal.table() + " " + removal.way() + " " + removal.what())
                .contains("pg_session_20261121 DROP [pg-session]", "pg_statement_text DELETE [pg-text (*)]")
                .noneMatch(removal -> removal.startsWith("pg_sample") || removal.startsWith("pg_log"));
        assertThat(retention.plan(NOON.plus(Duration.ofDays(100)), policies))
                .extracting(removal -> removal.table())
                .contains(
                        "pg_sample_20261121",
                        "pg_session_20261121",
                        "pg_statement_20261121",
                        "pg_lock_20261121",
                        "pg_log_entry_20261121");
    }

    private List<Long> ids(Order order, int limit) {
        return new Statements(snapshot)
                .top(server, NOON, NOON.plusSeconds(120), order, limit, LONGEST).costly().stream()
                        .map(Costly::queryid)
                        .toList();
    }

    private List<Entry> entries(List<String> levels, List<String> events, String text) {
        return new LogEntries(snapshot)
                .read(server, NOON, NOON.plusSeconds(100), new Filter(levels, events, text), 10, LONGEST);
    }

    private static void write(Instant receivedAt, Object... told) {
        var gathered = new Gathered();
        for (var one : told) {
            if (one instanceof Sample sample) {
                gathered.add(sample);
            } else if (one instanceof Session session) {
                gathered.add(session);
            } else if (one instanceof Statement statement) {
                gathered.add(statement);
            } else if (one instanceof Lock lock) {
                gathered.add(lock);
            } else {
                gathered.add((Entry) one);
            }
        }
        assertThat(gathered.rows()).isEqualTo(told.length);
        new PostgresTables(postgres.database()).writeRows(receivedAt, List.of(new Gathered(), gathered));
    }

    private void text(long queryid, String query, boolean cut) {
        new Texts(postgres.database()).write(NOON, Map.of(new TextKey(server, queryid), new Text(query, cut)));
    }

    private Sample sample(Instant at, Kind kind, int count, String tally) {
        return new Sample(at, server, kind, count, null, tally.getBytes(StandardCharsets.UTF_8));
    }

    private Session session(Instant at, int pid, String correlationId, Integer blockedBy) {
        return new Session(
                at,
                server,
                pid,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                blockedBy == null ? List.of() : List.of(blockedBy),
                correlationId,
                false);
    }

    private Session session(Instant at, Server of, int pid) {
        var mine = session(at, pid, null, null);
        return new Session(
                mine.at(), of, pid, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                List.of(), null, false);
    }

    private static Session withQuery(Session told, String query) {
        return new Session(
                told.at(),
                told.server(),
                told.pid(),
                told.datname(),
                told.usename(),
                told.applicationName(),
                told.clientAddr(),
                told.backendType(),
                told.backendStart(),
                told.xactStart(),
                told.queryStart(),
                told.stateChange(),
                told.waitEventType(),
                told.waitEvent(),
                told.state(),
                told.queryId(),
                query,
                told.blockedBy(),
                told.correlationId(),
                told.cut());
    }

    /** What was added in the minute before so many minutes after noon. */
    private Statement delta(int minute, Long queryid, String datname, long calls, double time) {
        var at = NOON.plus(MINUTE.multipliedBy(minute)).minusNanos(123_456_000);
        return statement(at.minus(MINUTE), at, queryid, datname, calls, time);
    }

    private Statement total(int minute, Long queryid, long calls) {
        return statement(null, NOON.plus(MINUTE.multipliedBy(minute)), queryid, "a", calls, (double) calls);
    }

    private Statement statement(Instant since, Instant at, Long queryid, String datname, long calls, double time) {
        return new Statement(
                since, at, server, true, queryid, datname, "u", calls, time, null, calls, 1L, calls, null, null, null,
                null, null, null, null);
    }

    private Lock lock(Instant at, int blocked, int blocking, Instant waitstart) {
        return lock(at, blocked, blocking, waitstart, null, null);
    }

    private Lock lock(Instant at, int blocked, int blocking, Instant waitstart, String blockedId, String blockingId) {
        return new Lock(
                at,
                server,
                blocked,
                null,
                null,
                "q",
                blockedId,
                blocking,
                null,
                null,
                "active",
                null,
                blockingId,
                null,
                "transactionid",
                "ShareLock",
                null,
                waitstart,
                2,
                blocked == 1 ? 1 : 2,
                false);
    }

    private Entry entry(int second, String severity, String event, String message, String correlationId) {
        return new Entry(
                NOON.plusSeconds(second),
                server,
                severity,
                event,
                message,
                null,
                null,
                null,
                "SELECT 1",
                "40P01",
                4711,
                "u",
                "d",
                null,
                null,
                null,
                -5L,
                1.5,
                correlationId,
                false);
    }
}
