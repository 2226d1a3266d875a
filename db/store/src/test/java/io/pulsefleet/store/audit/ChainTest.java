package io.pulsefleet.store.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.audit.Verdict.State;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit log is append-only, without gaps, and whatever is done to it is found (SP-13). */
class ChainTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    @TempDir
    Path folder;

    private final Chain chain = new Chain(postgres.database());

    @BeforeEach
    void beginAnew() throws Exception {
        tamper("DELETE FROM audit; UPDATE audit_chain SET removed_number = 0, head_number = 0,"
                + " removed_hash = decode(repeat('00', 32), 'hex'), head_hash = decode(repeat('00', 32), 'hex')");
    }

    @Test
    void isNumberedWithoutGapsAndEachRowBearsTheHashOfTheOneBefore() throws Exception {
        write(entry("monitor.change", "{\"after\":\"ü\"}"), entry("monitor.remove", ""));

        assertThat(postgres.query("SELECT audit_text(number, audit) FROM audit ORDER BY number"))
                .containsExactly(
                        "13:pulse-audit-1,1:1,16:1795348800123456,5:admin,4:user,9:192.0.2.7,14:monitor.change,10:monitor/17,"
                                + "4:done,14:{\"after\":\"ü\"},64:" + "0".repeat(64) + ",",
                        "13:pulse-audit-1,1:2,16:1795348800123456,5:admin,4:user,9:192.0.2.7,14:monitor.remove,10:monitor/17,"
                                + "4:done,0:,64:" + hashOf(1) + ",");
        assertThat(chain.head()).isEqualTo(new Link(2, hashOf(2)));
        assertThat(verified(Optional.empty()))
                .isEqualTo(new Verdict(
                        State.INTACT, 2, "rows 1 to 2 are as they were written", 2, new Link(2, hashOf(2))));
        assertThat(inSql()).isEqualTo("intact 2");
    }

    @Test
    void twoHubsThatWriteAtOnceDoNotForkIt() throws Exception {
        var hubs = Executors.newFixedThreadPool(4);
        List<Callable<Void>> work = new ArrayList<>();
        for (var hub = 0; hub < 4; hub++) {
            var own = new Chain(postgres.database());
            work.add(() -> {
                for (var group = 0; group < 25; group++) {
                    own.begin(List.of(entry("a.b", ""), entry("a.c", "")), List.of())
                            .write();
                }
                return null;
            });
        }
        for (var done : hubs.invokeAll(work)) {
            done.get();
        }
        hubs.shutdown();

        assertThat(verified(Optional.empty()).state()).isEqualTo(State.INTACT);
        assertThat(postgres.query("SELECT count(*) || ' ' || max(number) FROM audit"))
                .containsExactly("200 200");
    }

    @Test
    void whatIsRolledBackLeavesNoGap() throws Exception {
        write(entry("a.b", ""));
        try (var connection = postgres.database().connection()) {
            connection.setAutoCommit(false);
            try (var lock = connection.createStatement()) {
                lock.execute("SELECT FROM audit_chain FOR UPDATE");
                lock.execute(
                        "INSERT INTO audit SELECT 2, at, who, kind, from_address, action, object, outcome, detail, hash, hash FROM audit");
            }
            connection.rollback();
        }
        write(entry("a.c", ""));

        assertThat(inSql()).isEqualTo("intact 2");
    }

    @Test
    void aKilledServerLeavesNoGap() throws Exception {
        try (var own = OwnPostgres.startIn(folder)) {
            var theirs = new Chain(own.database());
            theirs.begin(List.of(entry("a.b", "")), List.of()).write();
            var written = new AtomicLong(1);
            var writer = new Thread(() -> {
                try {
                    while (true) {
                        theirs.begin(List.of(entry("a.c", ""), entry("a.d", "")), List.of())
                                .write();
                        written.addAndGet(2);
                    }
                } catch (RuntimeException killed) {
                    assertThat(killed).hasMessageContaining("write the audit log");
                }
            });
            writer.start();
            while (written.get() < 41) {
                Thread.onSpinWait();
            }
            own.kill();
            writer.join();
            own.startAgain();

            var verdict = new AuditLines(own.database()).verify(Optional.empty(), 1_000, (rows, of) -> {});
            assertThat(verdict.state()).as(verdict.why()).isEqualTo(State.INTACT);
            assertThat(verdict.rows()).isBetween(written.get(), written.get() + 2); // one may be committed and not told
        }
    }

    @Test
    void whatMayHaveBeenCommittedIsWrittenOnce() throws Exception {
        var writing = chain.begin(List.of(entry("a.b", "")), List.of());
        writing.write();
        writing.write(); // the answer to the first was lost

        assertThat(inSql()).isEqualTo("intact 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit SET who = 'somebody'",
                "DELETE FROM audit WHERE number = 1",
                "TRUNCATE audit",
                "UPDATE audit_chain SET head_number = 0, removed_number = 0",
                "UPDATE audit_chain SET removed_number = 1, removed_hash = head_hash",
                "DELETE FROM audit_chain",
                "TRUNCATE audit_chain",
                "INSERT INTO audit_chain SELECT false, 0, head_hash, 0, head_hash FROM audit_chain"
            })
    void nobodyChangesIt(String sql) throws Exception {
        write(entry("a.b", ""), entry("a.c", ""));

        assertThatThrownBy(() -> postgres.execute(sql)).isInstanceOf(SQLException.class);
        assertThat(inSql()).isEqualTo("intact 2");
    }

    /** As a superuser, or the owner, who switches the triggers off. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CHANGED         | 3 | UPDATE audit SET who = 'somebody' WHERE number = 3
            CHANGED         | 3 | UPDATE audit SET at = at + interval '1 microsecond' WHERE number = 3
            CHANGED         | 3 | UPDATE audit SET object = concat('7', object), action = 'thing.d' WHERE number = 3
            CHANGED         | 3 | UPDATE audit SET outcome = 'refused' WHERE number = 3
            CHANGED         | 3 | UPDATE audit SET hash = previous WHERE number = 3
            MISSING         | 3 | DELETE FROM audit WHERE number BETWEEN 3 AND 4
            MISSING         | 1 | DELETE FROM audit WHERE number < 3
            OUT_OF_ORDER    | 3 | UPDATE audit SET number = -number WHERE number IN (3, 4); UPDATE audit SET number = 7 + number WHERE number < 0
            FORKED          | 4 | UPDATE audit SET who = 'x' WHERE number = 3; UPDATE audit SET hash = audit_hash(number, audit) WHERE number = 3
            HEAD_CUT_OFF    | 5 | DELETE FROM audit WHERE number > 4
            FORKED          | 6 | UPDATE audit SET who = 'x' WHERE number = 6; UPDATE audit SET hash = audit_hash(number, audit) WHERE number = 6
            FORKED          | 7 | INSERT INTO audit SELECT 7, at, who, kind, from_address, action, object, outcome, detail, hash, hash FROM audit WHERE number = 6; UPDATE audit SET hash = audit_hash(number, audit) WHERE number = 7
            OLD_END_CUT_OFF | 2 | UPDATE audit_chain SET removed_number = 2, removed_hash = (SELECT hash FROM audit WHERE number = 2); DELETE FROM audit WHERE number < 3
            """)
    void whatIsDoneToItIsFoundAndNamed(State state, long number, String sql) throws Exception {
        writeSix();

        tamper(sql);

        var verdict = verified(Optional.empty());
        assertThat(verdict.state() + " " + verdict.number()).as(verdict.why()).isEqualTo(state + " " + number);
        assertThat(inSql()).isEqualTo(state.name().toLowerCase(Locale.ROOT) + " " + number);
    }

    @Test
    void anEndThatWasCutOffWithItsBooksIsFoundByAHeadThatWasNotedDown() throws Exception {
        writeSix();
        var noted = chain.head();

        tamper("DELETE FROM audit WHERE number > 4; UPDATE audit_chain SET head_number = 4,"
                + " head_hash = (SELECT hash FROM audit WHERE number = 4)");

        assertThat(verified(Optional.empty()).state()).isEqualTo(State.INTACT);
        assertThat(verified(Optional.of(noted)).state()).isEqualTo(State.HEAD_CUT_OFF);
        assertThat(postgres.query("SELECT state || ' ' || at_number FROM audit_verify(6, '" + noted.hash() + "')"))
                .containsExactly("head_cut_off 5");
    }

    @Test
    void anEndThatWasWrittenAnewIsFoundByAHeadThatWasNotedDown() throws Exception {
        writeSix();
        var noted = chain.head();

        tamper("DELETE FROM audit WHERE number > 4; UPDATE audit_chain SET head_number = 4,"
                + " head_hash = (SELECT hash FROM audit WHERE number = 4)");
        write(entry("other.deed", ""), entry("other.deed", ""), entry("other.deed", ""));

        assertThat(verified(Optional.empty()).state()).isEqualTo(State.INTACT);
        assertThat(verified(Optional.of(noted)).state()).isEqualTo(State.FORKED);
        assertThat(postgres.query("SELECT state || ' ' || at_number FROM audit_verify(6, '" + noted.hash() + "')"))
                .containsExactly("forked 6");
    }

    @Test
    void retentionRemovesFromTheOldEndAndTheRestIsStillWhole() throws Exception {
        writeSix();
        var noted = new Link(2, hashOf(2));
        var before = NOON.plus(Duration.ofHours(4)).plusSeconds(1);

        assertThat(remove(before, 3)).contains(new Chain.Removed(3, 3));
        assertThat(remove(before, 3)).contains(new Chain.Removed(4, 1));
        assertThat(remove(before, 3)).isEmpty();

        assertThat(verified(Optional.empty()))
                .isEqualTo(new Verdict(
                        State.INTACT, 8, "rows 5 to 8 are as they were written", 4, new Link(8, hashOf(8))));
        assertThat(inSql()).isEqualTo("intact 8");
        assertThat(postgres.query(
                        "SELECT number || ' ' || who || ' ' || action || ' ' || object FROM audit WHERE number > 6"))
                .containsExactlyInAnyOrder("7 hub audit.remove audit/3", "8 hub audit.remove audit/4");
        assertThat(verified(Optional.of(noted)).why()).endsWith("; what was noted down is older than all that is kept");
    }

    @Test
    void whatWasBegunGoesWithTheRowThatSaysWhatCameOfIt() throws Exception {
        var begun = new Begun(postgres.database());
        var over = UUID.randomUUID();
        var left = UUID.randomUUID();
        begun.note(over, entry("a.b", ""));
        begun.note(left, entry("a.c", ""));

        chain.begin(List.of(entry("a.b", "")), List.of(over)).write();

        assertThat(begun.leftBefore(NOON)).isEmpty();
        assertThat(begun.leftBefore(NOON.plusSeconds(1)))
                .singleElement()
                .satisfies(one -> assertThat(
                                one.id() + one.entry().action() + one.entry().outcome())
                        .isEqualTo(left + "a.cfailed"));
    }

    @Test
    void isReadTheNewestFirstByPages() throws Exception {
        writeSix();
        var lines = new AuditLines(postgres.database());

        assertThat(numbers(lines.page(AuditFilter.ALL, Long.MAX_VALUE, 4))).containsExactly(6L, 5L, 4L, 3L);
        assertThat(numbers(lines.page(AuditFilter.ALL, 3, 4))).containsExactly(2L, 1L);
        assertThat(numbers(lines.page(
                        new AuditFilter(
                                NOON.plus(Duration.ofHours(2)),
                                NOON.plus(Duration.ofHours(5)),
                                "admin",
                                "user",
                                "192.0.2.7",
                                "thing.*",
                                "monitor/17",
                                "done",
                                "_%3"),
                        Long.MAX_VALUE,
                        10)))
                .containsExactly(3L);
    }

    private static List<Long> numbers(List<AuditRow> rows) {
        return rows.stream().map(row -> row.link().number()).toList();
    }

    private Optional<Chain.Removed> remove(Instant before, int most) {
        return chain.remove(
                before,
                most,
                removed -> new Entry(NOON.plus(Duration.ofDays(1)), "hub", "hub", "", "", "", "", removed.toString()));
    }

    /** An hour between each. */
    private void writeSix() {
        write(IntStream.rangeClosed(1, 6)
                .mapToObj(hour -> new Entry(
                        NOON.plus(Duration.ofHours(hour)),
                        "admin",
                        "user",
                        "192.0.2.7",
                        "thing.do",
                        "monitor/17",
                        "done",
                        "no_%" + hour))
                .toArray(Entry[]::new));
    }

    private void write(Entry... entries) {
        chain.begin(List.of(entries), List.of()).write();
    }

    private static Entry entry(String action, String detail) {
        return new Entry(NOON, "admin", "user", "192.0.2.7", action, "monitor/17", "done", detail);
    }

    private static String hashOf(long number) throws Exception {
        return postgres.query("SELECT encode(hash, 'hex') FROM audit WHERE number = " + number)
                .get(0);
    }

    private static Verdict verified(Optional<Link> noted) throws Exception {
        return new AuditLines(postgres.database()).verify(noted, 2, (rows, of) -> {});
    }

    private static String inSql() throws Exception {
        return postgres.query("SELECT state || ' ' || at_number FROM audit_verify()")
                .get(0);
    }

    private static void tamper(String sql) throws Exception {
        postgres.execute("ALTER TABLE audit DISABLE TRIGGER USER; ALTER TABLE audit_chain DISABLE TRIGGER USER; " + sql
                + "; ALTER TABLE audit ENABLE ALWAYS TRIGGER append_only;"
                + " ALTER TABLE audit ENABLE ALWAYS TRIGGER from_the_old_end;"
                + " ALTER TABLE audit_chain ENABLE ALWAYS TRIGGER one_row;"
                + " ALTER TABLE audit_chain ENABLE ALWAYS TRIGGER goes_on");
    }
}
