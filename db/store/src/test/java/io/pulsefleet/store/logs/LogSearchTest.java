package io.pulsefleet.store.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.logs.LogFilter.Field;
import io.pulsefleet.store.logs.LogFilter.Name;
import io.pulsefleet.store.logs.LogLines.NewLine;
import io.pulsefleet.store.logs.LogSearch.Page;
import io.pulsefleet.store.logs.LogSearch.Place;
import io.pulsefleet.store.logs.LogSearch.Wanted;
import io.pulsefleet.store.logs.LogTail.Seen;
import io.pulsefleet.store.series.Snapshot;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lines are found again, page by page and as they come (SP-02). */
class LogSearchTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant FROM = NOON.minusSeconds(3_600);
    private static final Instant TO = NOON.plusSeconds(3_600);
    private static final Duration LONGEST = Duration.ofSeconds(20);

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private LogSearch search;
    private LogTail tail;

    @BeforeEach
    void empty() throws SQLException {
        postgres.execute("TRUNCATE log_line");
        search = new LogSearch(new Snapshot(postgres.database().source()));
        tail = new LogTail(postgres.database());
    }

    @Test
    void findsWhatFitsAllOfTheFilter() {
        write(
                line(0, 1, "/var/log/app/a.log", "INFO", "Started", "{\"user\":\"root\",\"thread\":\"main\"}"),
                line(1, 1, "/var/log/app/b.log", "WARN", "Slow: 100% of_it", "{\"user\":\"adm\"}"),
                line(2, 2, "/var/log/auth.log", "", "Größe unbekannt", "{}"),
                line(3, 2, "/var/log/app/a.log", "ERROR", "time-out at Db.java:12", "{\"user\":\"root\"}"));

        assertThat(found(LogFilter.ALL))
                .containsExactly("time-out at Db.java:12", "Größe unbekannt", "Slow: 100% of_it", "Started");
        assertThat(found(agents(2))).containsExactly("time-out at Db.java:12", "Größe unbekannt");
        assertThat(found(severities("WARN", "ERROR", "FATAL")))
                .containsExactly("time-out at Db.java:12", "Slow: 100% of_it");
        assertThat(found(severities("INFO", ""))).containsExactly("Größe unbekannt", "Started");
        assertThat(found(sources(new Name("/var/log/app/*", true), new Name("*/b.log", false))))
                .containsExactly("time-out at Db.java:12", "Started");
        assertThat(found(sources(new Name("/var/log/auth.log", true), new Name("/var/log/app/?.log", true))))
                .hasSize(4);
        assertThat(found(fields(new Field("user", "root", true), new Field("user", "adm", true))))
                .hasSize(3);
        assertThat(found(fields(new Field("user", "r*", true), new Field("thread", "*", true))))
                .containsExactly("Started");
        assertThat(found(fields(new Field("user", "root", false))))
                .containsExactly("Größe unbekannt", "Slow: 100% of_it");
        assertThat(found(fields(new Field("user", "*", false)))).containsExactly("Größe unbekannt");
        assertThat(found(texts("sLOW", "100% OF_"))).containsExactly("Slow: 100% of_it");
        assertThat(found(texts("100x"))).isEmpty();
        assertThat(found(texts("größe"))).containsExactly("Größe unbekannt");
        assertThat(found(without("started", "SLOW"))).containsExactly("time-out at Db.java:12", "Größe unbekannt");
        assertThat(found(pattern("Db\\.java:\\d+$"))).containsExactly("time-out at Db.java:12");
    }

    @Test
    void aPatternThatCannotBeReadIsToldBeforeItIsUsed() {
        assertThat(search.complaintOf("a{2,1}"))
                .hasValueSatisfying(why -> assertThat(why).contains("invalid"));
        assertThat(search.complaintOf("(a|b)+")).isEmpty();
    }

    /** Also with lines of one moment, and with those that came before there were numbers. */
    @Test
    void pagesLeaveOutNoneAndRepeatNone() throws Exception {
        var lines = new ArrayList<NewLine>();
        for (int i = 0; i < 500; i++) {
            lines.add(line(i / 7, i % 3, "s", "INFO", "line " + i, "{}"));
        }
        write(lines.toArray(NewLine[]::new));
        postgres.execute("UPDATE log_line SET number = 0 WHERE at < '2026-11-22T12:00:20Z'");

        for (var order : Order.values()) {
            var texts = new ArrayList<String>();
            Optional<Place> after = Optional.empty();
            do {
                var page = page(LogFilter.ALL, after, order, 11);
                page.lines().forEach(line -> texts.add(line.text()));
                after = page.next();
            } while (after.isPresent());

            assertThat(texts).as("%s", order).hasSize(500).doesNotHaveDuplicates();
            assertThat(texts.get(order == Order.OLDEST_FIRST ? 499 : 0)).isIn("line 499", "line 497", "line 498");
        }
    }

    @Test
    void aSearchThatHasNoTimeSaysHowFarItCameAndGoesOnThere() {
        write(line(-3_000, 1, "s", "INFO", "early", "{}"), line(10, 1, "s", "INFO", "late", "{}"));

        var none = search.page(wanted(LogFilter.ALL, Optional.empty(), Order.NEWEST_FIRST, 10), Duration.ofMillis(1));

        assertThat(none).isEqualTo(new Page(List.of(), TO, Optional.of(new Place(TO, -1))));
        assertThat(page(LogFilter.ALL, none.next(), Order.NEWEST_FIRST, 10).lines())
                .extracting(StoredLine::text)
                .containsExactly("late", "early");
    }

    @Test
    void whatItReachedIsNotReadAgain() {
        write(line(0, 1, "s", "INFO", "at noon", "{}"), line(1, 1, "s", "INFO", "after noon", "{}"));

        assertThat(texts(page(LogFilter.ALL, Optional.of(new Place(NOON, -1)), Order.OLDEST_FIRST, 10)))
                .containsExactly("at noon", "after noon");
        assertThat(texts(page(LogFilter.ALL, Optional.of(new Place(NOON.plusSeconds(1), -1)), Order.NEWEST_FIRST, 10)))
                .containsExactly("at noon");
    }

    @Test
    void countsBySeverityHostAndSource() {
        write(
                line(0, 1, "a", "INFO", "x", "{}"),
                line(59, 2, "a", "INFO", "x", "{}"),
                line(60, 2, "b", "ERROR", "x", "{}"),
                line(61, 2, "b", "", "y", "{}"));

        var counts = search.counts(texts("x"), FROM, TO, Duration.ofMinutes(1), LONGEST);

        assertThat(counts.steps())
                .isEqualTo(Map.of(NOON, Map.of("INFO", 2L), NOON.plusSeconds(60), Map.of("ERROR", 1L)));
        assertThat(counts.agents()).isEqualTo(Map.of(1, 1L, 2, 2L));
        assertThat(counts.sources()).isEqualTo(Map.of("a", 2L, "b", 1L));
        assertThat(counts.searched()).isEqualTo(FROM);
    }

    /** A number is given before a transaction commits: one that is lower may be seen later. */
    @Test
    void theTailTellsEachLineOnceInWhateverOrderTransactionsEnd() throws Exception {
        var begin = tail.now();
        try (var slow = postgres.database().connection()) {
            slow.setAutoCommit(false);
            slow.createStatement().execute(insert("of the slow one"));
            write(line(0, 1, "s", "INFO", "of the quick one", "{}"));

            var first = tail.since(begin, LogFilter.ALL, 10, LONGEST);
            assertThat(first.lines()).extracting(StoredLine::text).containsExactly("of the quick one");

            slow.commit();
            var second = tail.since(first.seen(), LogFilter.ALL, 10, LONGEST);
            assertThat(second.lines()).extracting(StoredLine::text).containsExactly("of the slow one");
            assertThat(second.lines().get(0).number())
                    .isLessThan(first.lines().get(0).number());

            assertThat(tail.since(second.seen(), LogFilter.ALL, 10, LONGEST).lines())
                    .isEmpty();
        }
    }

    @Test
    void theTailShowsTheNewestAndCountsTheOthers() {
        var begin = tail.now();
        write(
                line(0, 1, "s", "INFO", "first", "{}"),
                line(1, 1, "s", "DEBUG", "of no interest", "{}"),
                line(2, 1, "s", "INFO", "second", "{}"),
                line(3, 1, "s", "INFO", "third", "{}"));

        var fresh = tail.since(begin, severities("INFO"), 2, LONGEST);

        assertThat(fresh.lines()).extracting(StoredLine::text).containsExactly("second", "third");
        assertThat(fresh.notShown()).isEqualTo(1);
        assertThat(fresh.orMore()).isFalse();
    }

    /** Of another database, or of one that was restored from a backup. */
    @Test
    void aTailThatSawWhatIsNotThereYetGoesOnWithWhatComes() {
        var ahead = new Seen(Instant.now(), "9000000000:9000000000:");

        assertThat(tail.since(ahead, LogFilter.ALL, 2, LONGEST).seen().snapshot())
                .doesNotStartWith("9000000000");
    }

    private static String insert(String text) {
        return "INSERT INTO log_line (received_at, at, agent, source, severity, text, attributes)"
                + " VALUES (now(), now(), 1, 's', 'INFO', '" + text + "', '{}')";
    }

    private void write(NewLine... lines) {
        new LogLines(postgres.database()).write(Instant.now(), List.of(lines));
    }

    private static NewLine line(int second, int agent, String source, String severity, String text, String fields) {
        return new NewLine(
                NOON.plusSeconds(second), agent, source, severity, text, fields.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> found(LogFilter filter) {
        return texts(page(filter, Optional.empty(), Order.NEWEST_FIRST, 100));
    }

    private static List<String> texts(Page page) {
        return page.lines().stream().map(StoredLine::text).toList();
    }

    private Page page(LogFilter filter, Optional<Place> after, Order order, int limit) {
        return search.page(wanted(filter, after, order, limit), LONGEST);
    }

    private static Wanted wanted(LogFilter filter, Optional<Place> after, Order order, int limit) {
        return new Wanted(filter, FROM, TO, after, order, limit);
    }

    private static LogFilter agents(Integer... agents) {
        return new LogFilter(List.of(agents), List.of(), List.of(), List.of(), List.of(), List.of(), Optional.empty());
    }

    private static LogFilter severities(String... severities) {
        return new LogFilter(
                List.of(), List.of(severities), List.of(), List.of(), List.of(), List.of(), Optional.empty());
    }

    private static LogFilter sources(Name... sources) {
        return new LogFilter(List.of(), List.of(), List.of(sources), List.of(), List.of(), List.of(), Optional.empty());
    }

    private static LogFilter fields(Field... fields) {
        return new LogFilter(List.of(), List.of(), List.of(), List.of(fields), List.of(), List.of(), Optional.empty());
    }

    private static LogFilter texts(String... texts) {
        return new LogFilter(List.of(), List.of(), List.of(), List.of(), List.of(texts), List.of(), Optional.empty());
    }

    private static LogFilter without(String... texts) {
        return new LogFilter(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(texts), Optional.empty());
    }

    private static LogFilter pattern(String pattern) {
        return new LogFilter(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Optional.of(pattern));
    }
}
