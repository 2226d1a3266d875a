package io.pulsefleet.agent.collect.sql;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.jdbc.Delivered;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Reading;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds with each kind of real database: PA-01 to PA-05, PA-09, PA-12. Whose test this is starts one. */
abstract class AskedDatabase {

    static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");
    static final Duration HOUR = Duration.ofHours(1);

    static final String ORDERS = """
            "orders": {"type": "count", "default": -1,
                "sql": "SELECT count(*) FROM orders WHERE placed_at >= %(start_time)s AND placed_at < %(end_time)s"}""";

    @TempDir
    Path folder;

    final Map<String, String> given = new HashMap<>();
    private Optional<String> place = Optional.empty();

    abstract Map<String, String> whereItIs();

    /** As one who may do anything; in UTC. */
    abstract Connection admin() throws SQLException;

    abstract String sleepLong();

    /** Of millions of rows. */
    abstract String longList();

    abstract String write();

    @BeforeEach
    void aShop() throws Exception {
        given.putAll(whereItIs());
        given.put("pulse.data", folder.toString());
        given.put("pulse.queries.timeout", "1500ms");
        given.put("pulse.queries.lock.timeout", "1s");
        execute(
                "DROP TABLE IF EXISTS orders",
                "CREATE TABLE orders (id int, placed_at timestamp(3) NULL, state varchar(20))",
                "INSERT INTO orders VALUES (1, '2026-11-21 09:00:00', 'sent'), (2, '2026-11-21 09:59:59.999', 'open'),"
                        + " (3, '2026-11-21 10:00:00', 'open'), (4, '2026-11-21 12:30:00', NULL)");
    }

    @Test
    void asksWhatTheWindowHolds() throws Exception { // PA-02, PA-03, PA-04, PA-07
        given.put("PA_CLIENT_ID", "acme");
        given.put("PA_SITE_ID", "north");
        queries(ORDERS, """
                "last state": {"type": "single_value", "sql": "SELECT state FROM orders WHERE id = 2"}""", """
                "none": {"type": "single_value", "sql": "SELECT state FROM orders WHERE id = 4", "default": "no state"}""", """
                "nobody": {"type": "single_value", "sql": "SELECT state FROM orders WHERE id = 5", "default": "no order"}""", """
                "exact": {"type": "single_value", "sql": "SELECT 12345678901234567890.25"}""");

        var run = visit(TEN);

        assertThat(run.numbers()).isEqualTo("""
                pulsefleet.query.value{query="orders"} 2.0
                pulsefleet.query.value{query="last state"} NaN
                pulsefleet.query.value{query="none"} NaN
                pulsefleet.query.value{query="nobody"} NaN
                pulsefleet.query.value{query="exact"} 1.2345678901234567E19""");
        assertThat(run.troubles).isEmpty();
        assertThat(run.stats()).hasToString("""
                {"status":"success","start_time":"2026-11-21T09:00:00.000Z","end_time":"2026-11-21T10:00:00.000Z",\
                "orders":2,"last state":"open","none":null,"nobody":"no order","exact":12345678901234567890.25}""");
        assertThat(run.payload().get("client_id").textValue()).isEqualTo("acme");
        assertThat(run.payload().get("site_id").textValue()).isEqualTo("north");
        assertThat(run.payload().get("batch_index").longValue()).isEqualTo(1);
    }

    @Test
    void eachWindowIsAskedOnceWhateverItsLength() throws Exception { // PA-04, PA-05, PA-12
        queries(ORDERS);

        assertThat(visit(TEN).orders()).as("09:00 to 10:00").isEqualTo(2);
        assertThat(visit(TEN.plus(HOUR)).orders()).as("10:00 to 11:00").isEqualTo(1);
        assertThat(visit(TEN.plus(HOUR.multipliedBy(9))).orders())
                .as("11:00 to 19:00, after a downtime")
                .isEqualTo(1);
        assertThat(state().batchIndex()).isEqualTo(3);
        assertThat(state().succeededLast()).contains(TEN.plus(HOUR.multipliedBy(9)));
    }

    @Test
    void catchesUpInWindowsOfALengthIfToldSo() throws Exception { // PA-12
        queries(ORDERS);
        visit(TEN);
        given.put("pulse.queries.window.longest", "1h");
        var now = TEN.plus(Duration.ofMinutes(150));

        assertThat(visit(now).window()).isEqualTo("2026-11-21T10:00:00.000Z 2026-11-21T11:00:00.000Z");
        assertThat(visit(now).window()).isEqualTo("2026-11-21T11:00:00.000Z 2026-11-21T12:00:00.000Z");
        assertThat(visit(now).window()).isEqualTo("2026-11-21T12:00:00.000Z 2026-11-21T12:30:00.000Z");
    }

    @Test
    void aWindowMayEndBeforeNowForWhatIsCommittedLate() throws Exception { // PA-04
        given.put("pulse.queries.window.lag", "90s");
        given.put("pulse.queries.window.longest", "1h");
        queries(ORDERS);

        assertThat(visit(TEN).window()).isEqualTo("2026-11-21T08:58:30.000Z 2026-11-21T09:58:30.000Z");
        var now = TEN.plus(Duration.ofMinutes(90));
        assertThat(visit(now).window()).isEqualTo("2026-11-21T09:58:30.000Z 2026-11-21T10:58:30.000Z");
        assertThat(visit(now).window()).isEqualTo("2026-11-21T10:58:30.000Z 2026-11-21T11:28:30.000Z");
        assertThat(visit(now).documents).as("there is no more").isEmpty();
    }

    @Test
    void aQueryThatFailsHasItsDefaultAndTheOthersGoOn() throws Exception { // PA-03
        queries("""
                "refunds": {"type": "count", "sql": "SELECT count(*) FROM refunds", "default": 0}""", """
                "word": {"type": "count", "sql": "SELECT state FROM orders WHERE id = 1", "default": 7}""", ORDERS);

        var run = visit(TEN);

        assertThat(run.stats().get("refunds").longValue()).isZero();
        assertThat(run.stats().get("word").longValue()).isEqualTo(7);
        assertThat(run.orders()).isEqualTo(2);
        assertThat(run.stats().get("status").textValue()).isEqualTo("success");
        assertThat(run.payload().at("/additional/errors/refunds").textValue()).contains("refunds");
        assertThat(run.troubles).hasSize(2).anyMatch(trouble -> trouble.startsWith("refunds: "));
        assertThat(run.troubles).contains("word: its answer is no number: \"sent\"");
        assertThat(run.numbers()).contains("pulsefleet.query.value{query=\"refunds\"} NaN");
        assertThat(state().succeededLast()).as("the window is done").contains(TEN);
    }

    @Test
    void nothingCanBeWritten() throws Exception {
        queries("\"sneaky\": {\"type\": \"single_value\", \"sql\": \"" + write() + "\"}");

        assertThat(visit(TEN).troubles).singleElement().asString().containsIgnoringCase("read");
    }

    @Test
    void aQueryThatTakesTooLongIsEndedAndTheOthersGoOn() throws Exception {
        queries("\"slow\": {\"type\": \"single_value\", \"sql\": \"" + sleepLong() + "\"}", ORDERS);

        var run = visit(TEN);

        assertThat(run.troubles).singleElement().asString().startsWith("slow: ");
        assertThat(run.orders()).isEqualTo(2);
    }

    @Test
    void aQueryThatWaitsForALockIsEndedAndTheOthersGoOn() throws Exception {
        queries(ORDERS, """
                "one": {"type": "count", "sql": "SELECT 1"}""");
        try (var other = admin()) {
            lock(other);

            var run = visit(TEN);

            assertThat(run.troubles)
                    .singleElement()
                    .asString()
                    .startsWith("orders: ")
                    .containsIgnoringCase("lock");
            assertThat(run.stats().get("one").longValue()).isEqualTo(1);
        }
    }

    abstract void lock(Connection connection) throws SQLException;

    @Test
    void ofMillionsOfRowsTheFirstIsTheAnswer() throws Exception {
        queries("\"many\": {\"type\": \"count\", \"sql\": \"" + longList() + "\"}");

        var run = visit(TEN);

        assertThat(run.troubles).isEmpty();
        assertThat(run.stats().get("many").longValue()).isEqualTo(1);
    }

    @Test
    void aDatabaseThatIsAwayIsTheFailureOfItsWindowAndNotItsEnd() throws Exception { // PA-09
        queries(ORDERS, """
                "host": {"type": "system"}""");
        var port = given.get("pulse.queries.db.port");
        given.put("pulse.queries.db.port", Integer.toString(freePort()));

        var failed = visit(TEN);

        assertThat(failed.away.orElseThrow()).contains(" is away: ");
        assertThat(failed.numbers()).isEmpty();
        assertThat(failed.stats()).hasToString("""
                {"status":"failure","start_time":"2026-11-21T09:00:00.000Z","end_time":"2026-11-21T10:00:00.000Z",\
                "system_metrics":null}""");
        assertThat(failed.payload().at("/additional/error").textValue()).contains(" is away: ");
        assertThat(state().lastFailed())
                .hasToString(failed.payload().get("uuid").textValue());

        given.put("pulse.queries.db.port", port);
        var after = visit(TEN.plus(HOUR));
        assertThat(after.window()).isEqualTo("2026-11-21T09:00:00.000Z 2026-11-21T11:00:00.000Z");
        assertThat(after.orders()).isEqualTo(3);
        assertThat(after.payload().get("batch_index").longValue()).isEqualTo(2);
        assertThat(after.payload().get("uuid")).isNotEqualTo(failed.payload().get("uuid"));
    }

    @Test
    void aWrongPasswordIsSaidAndNeverShown() throws Exception {
        queries(ORDERS);
        given.put("pulse.queries.db.password", "s3cret");

        var failed = visit(TEN);

        assertThat(failed.away.orElseThrow()).contains("is away").doesNotContain("s3cret");
        assertThat(failed.payload().toString()).doesNotContain("s3cret");
    }

    @Test
    void aClockThatWasSetBackWaitsUntilItIsLater() throws Exception {
        queries(ORDERS);
        visit(TEN);
        var before = state();

        var back = visit(TEN.minusSeconds(90));

        assertThat(back.troubles).singleElement().asString().contains("the clock was set back");
        assertThat(back.documents).isEmpty();
        assertThat(state()).isEqualTo(before);
        assertThat(visit(TEN.plus(HOUR)).orders()).isEqualTo(1);
    }

    @Test
    void aBrokenStateStartsCleanAndSaysSo() throws Exception { // PA-05
        queries(ORDERS);
        place = Optional.of("{\"batch_index\": 17");

        var run = visit(TEN);

        assertThat(run.troubles).singleElement().asString().contains("cannot be understood", "starts clean");
        assertThat(run.orders()).isEqualTo(2);
        assertThat(state().batchIndex()).isEqualTo(1);
    }

    @Test
    void queriesThatAreHalfWrittenLeaveTheLastGoodOnesInForce() throws Exception { // PA-02
        queries(ORDERS);
        var collector = collector();
        visit(collector, "main", TEN);
        Files.writeString(folder.resolve("agent/queries.json"), "{\"orders\": {\"type\": \"cou");

        var run = visit(collector, "main", TEN.plus(HOUR));

        assertThat(run.orders()).isEqualTo(1);
        assertThat(run.troubles).singleElement().asString().contains("line 1 is not JSON", "stay in force");
    }

    @Test
    void withoutQueriesThereIsNobodyToAsk() throws Exception {
        assertThat(collector().targets()).isEmpty();

        queries(ORDERS);
        assertThat(collector().targets()).containsExactly("main");
    }

    @Test
    void bearsItsOwnNameAndLeavesNoConnectionBehind() throws Exception {
        queries("\"name\": {\"type\": \"single_value\", \"sql\": \"" + ownName() + "\"}");

        assertThat(visit(TEN).stats().get("name").textValue()).isEqualTo("pulsefleet-queries");
        assertThat(connectionsOfOurs()).isZero();
    }

    abstract String ownName();

    abstract long connectionsOfOurs() throws Exception;

    void queries(String... entries) throws IOException {
        Files.createDirectories(folder.resolve("agent"));
        Files.writeString(folder.resolve("agent/queries.json"), "{" + String.join(",\n", entries) + "}");
    }

    void execute(String... statements) throws SQLException {
        try (var connection = admin();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    final Delivered delivered = new Delivered();

    QueriesCollector collector() {
        return new QueriesCollector(new Settings(name -> Optional.ofNullable(given.get(name))), delivered, List.of());
    }

    /** As the runner does it: what a run reaches is where the next one begins. */
    Run visit(Instant now) throws IOException {
        return visit(collector(), "main", now);
    }

    Run visit(QueriesCollector collector, String target, Instant now) throws IOException {
        var before = place;
        var rung = new Visit(target, now, () -> before);
        var run = new Run();
        try (var pass = collector.begin(new Visit(target, collector.due(rung), rung.place()))) {
            for (var more = true; more; ) {
                try {
                    var reading = pass.next();
                    reading.ifPresent(run.readings::add);
                    more = reading.isPresent();
                } catch (UnreadableItemException trouble) {
                    run.troubles.add(trouble.getMessage());
                } catch (UnreachableException away) {
                    run.away = Optional.of(away.getMessage());
                    more = false;
                }
            }
            run.documents.addAll(pass.documents());
            place = pass.reached().or(() -> before);
        }
        return run;
    }

    WindowState state() throws IOException {
        return WindowState.read(place.orElseThrow());
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    static final class Run {

        private static final JsonMapper EXACT = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();

        final List<Reading> readings = new ArrayList<>();
        final List<String> troubles = new ArrayList<>();
        final List<Document> documents = new ArrayList<>();
        Optional<String> away = Optional.empty();

        /** All but how long it took. */
        String numbers() {
            Predicate<Reading> isDuration =
                    reading -> reading.position().metric().endsWith(".duration");
            return readings.stream()
                    .filter(isDuration.negate())
                    .map(Reading::toString)
                    .collect(joining("\n"));
        }

        JsonNode payload() {
            try {
                return EXACT.readTree(documents.get(0).body().text());
            } catch (IOException noJson) {
                throw new IllegalStateException(noJson);
            }
        }

        JsonNode stats() {
            return payload().get("stats");
        }

        long orders() {
            return stats().get("orders").longValue();
        }

        String window() {
            return stats().get("start_time").textValue() + " "
                    + stats().get("end_time").textValue();
        }
    }
}
