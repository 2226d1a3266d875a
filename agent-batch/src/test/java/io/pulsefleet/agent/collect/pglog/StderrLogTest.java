package io.pulsefleet.agent.collect.pglog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.agent.collect.tail.Ending;
import io.pulsefleet.wire.postgres.LogEntries.Entry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** PG-03 */
class StderrLogTest {

    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00.123Z");

    @Test
    void linesThatBelongTogetherAreOneEntry() {
        var entries = ReadLog.stderr("%m [%p] ").entries("""
                2026-11-21 10:00:00.123 UTC [17] ERROR:  deadlock detected
                2026-11-21 10:00:00.123 UTC [17] DETAIL:  Process 17 waits for ShareLock on transaction 5; blocked by process 18.
                \tProcess 18 waits for ShareLock on transaction 6; blocked by process 17.
                2026-11-21 10:00:00.123 UTC [17] HINT:  See server log for query details.
                2026-11-21 10:00:00.123 UTC [17] CONTEXT:  while updating tuple (0,1) in relation "t"
                2026-11-21 10:00:00.123 UTC [17] STATEMENT:  UPDATE t
                \t\tSET a = 1
                2026-11-21 10:00:00.123 UTC [18] LOG:  checkpoint starting: time
                """);

        assertThat(entries)
                .containsExactly(
                        entry(
                                "ERROR",
                                "deadlock detected",
                                17,
                                "Process 17 waits for ShareLock on transaction 5; blocked by process 18.\n"
                                        + "Process 18 waits for ShareLock on transaction 6; blocked by process 17.",
                                "See server log for query details.",
                                "while updating tuple (0,1) in relation \"t\"",
                                "UPDATE t\n\tSET a = 1",
                                "deadlock_detected"),
                        entry("LOG", "checkpoint starting: time", 18, null, null, null, null, "checkpoint"));
    }

    private static Entry entry(
            String level,
            String message,
            Integer pid,
            String detail,
            String hint,
            String context,
            String statement,
            String event) {
        return new Entry(
                TEN, level, message, pid, null, null, null, null, null, null, detail, hint, context, statement, null,
                event, null, null);
    }

    @Test
    void thePartsOfAnotherProcessAreNotItsOwn() {
        var entries = ReadLog.stderr("%m [%p] ").entries("""
                2026-11-21 10:00:00.123 UTC [17] ERROR:  one
                2026-11-21 10:00:00.123 UTC [18] STATEMENT:  of another
                """);

        assertThat(entries.get(0).statement()).isNull();
        assertThat(entries).hasSize(2);
    }

    @Test
    void everyEscapeIsUnderstood() {
        var prefix = "%a|%u|%d|%r|%h|%L|%b|%p|%P|%t|%m|%n|%i|%e|%c|%l|%s|%v|%x|%Q|100%%|%10u|%-10d|%5p|%-5p|%B| "
                .replace("|%B", "");
        var entry = ReadLog.stderr(prefix)
                .only("shop:4711|alice|shop db|10.0.0.1(5432)|db-1|10.0.0.2|client backend|17||2026-11-21 10:00:00 UTC|"
                        + "2026-11-21 10:00:00.123 UTC|1795255200.123|SELECT|42P01|6741f5a0.1b|3|"
                        + "2026-11-21 09:00:00 UTC|3/17|0|-1234567890123456789|100%|     alice|shop db   |   17|17   |"
                        + " ERROR:  relation \"x\" does not exist at character 15\n");

        assertThat(entry)
                .isEqualTo(new Entry(
                        TEN,
                        "ERROR",
                        "relation \"x\" does not exist at character 15",
                        17,
                        "alice",
                        "shop db",
                        "db-1",
                        "shop:4711",
                        "client backend",
                        "42P01",
                        null,
                        null,
                        null,
                        null,
                        -1234567890123456789L,
                        "undefined_table",
                        null,
                        "4711"));
    }

    @Test
    void behindQThereIsNothingForWhatIsNoSession() {
        var log = ReadLog.stderr("%m [%p] %q%u@%d/%a ");

        var entries = log.entries("""
                2026-11-21 10:00:00.123 UTC [17] LOG:  checkpoint starting: time
                2026-11-21 10:00:00.123 UTC [18] alice@shop/psql FATAL:  sorry, too many clients already
                2026-11-21 10:00:00.123 UTC [19] [unknown]@[unknown]/[unknown] LOG:  connection received: host=[local]
                """);

        assertThat(entries.stream().map(entry -> entry.pid() + " " + entry.userName() + " " + entry.event()))
                .containsExactly("17 null checkpoint", "18 alice too_many_connections", "19 null connection_received");
    }

    @Test
    void aNameMayHoldWhatStandsBehindIt() {
        var entry = ReadLog.stderr("%m [%p] %u[%a]: ")
                .only("2026-11-21 10:00:00.123 UTC [17] alice[my [old]: app]: ERROR:  no\n");

        assertThat(entry.applicationName()).isEqualTo("my [old]: app");
        assertThat(entry.userName()).isEqualTo("alice");
    }

    @Test
    void aPrefixThatNobodyToldIsFoundAmongTheUsualOnes() {
        for (var line : List.of(
                "2026-11-21 10:00:00.123 UTC [17] LOG:  x",
                "2026-11-21 10:00:00.123 UTC [17] alice@shop LOG:  x",
                "2026-11-21 10:00:00 UTC [17]: [3-1] user=alice,db=shop,app=psql,client=::1 LOG:  x",
                "2026-11-21 10:00:00 UTC:10.0.0.1(1234):alice@shop:[17]:LOG:  x",
                "< 2026-11-21 10:00:00.123 UTC >LOG:  x",
                "1795255200.123 [17] LOG:  x",
                "LOG:  x")) {
            var entry = ReadLog.stderr("").only(line + "\n");

            assertThat(entry.message()).as(line).isEqualTo("x");
            assertThat(entry.timestamp().truncatedTo(java.time.temporal.ChronoUnit.SECONDS))
                    .as(line)
                    .isIn(Instant.parse("2026-11-21T10:00:00Z"), ReadLog.SEEN);
        }
    }

    @Test
    void whatItDoesNotKnowInAPrefixIsNamed() {
        assertThatThrownBy(() -> LinePrefix.of("%m %y ")).hasMessageContaining("knows no escape %y");
        assertThatThrownBy(() -> LinePrefix.of("%m %")).hasMessageContaining("in the middle of an escape");
    }

    @Test
    void theLastEntryWaitsUntilNobodyWritesAnyMore() {
        var text = "2026-11-21 10:00:00.123 UTC [17] ERROR:  one\n";

        assertThat(ReadLog.stderr("%m [%p] ").read(text, Ending.OPEN)).isZero();
        assertThat(ReadLog.stderr("%m [%p] ").read(text, Ending.SETTLED)).isEqualTo(text.length());
        assertThat(ReadLog.stderr("%m [%p] ").read(text + text, Ending.OPEN)).isEqualTo(text.length());
        assertThat(ReadLog.stderr("%m [%p] ").read(text + "2026-11-21 10:", Ending.SETTLED))
                .as("half a line may belong to it")
                .isZero();
    }

    @Test
    void whatFitsNoPrefixIsAnEntryOfItsOwn() {
        var entries = ReadLog.stderr("%m [%p] ").entries("""
                2026-11-21 10:00:00.123 UTC [17] LOG:  archive command failed with exit code 1
                cp: cannot create regular file '/nowhere/1': No such file or directory

                2026-11-21 10:00:01.123 UTC [17] LOG:  x
                """);

        assertThat(entries.stream().map(entry -> entry.errorSeverity() + " " + entry.event() + " " + entry.message()))
                .containsExactly(
                        "LOG archiver_failed archive command failed with exit code 1",
                        "LOG null cp: cannot create regular file '/nowhere/1': No such file or directory",
                        "LOG null x");
        assertThat(entries.get(1).timestamp()).isEqualTo(TEN);
    }

    @Test
    void verboseEntriesBearTheirState() {
        var entry = ReadLog.stderr("%m [%p] ").only("""
                2026-11-21 10:00:00.123 UTC [17] ERROR:  22012: division by zero
                2026-11-21 10:00:00.123 UTC [17] LOCATION:  int4div, int.c:846
                """);

        assertThat(entry.stateCode()).isEqualTo("22012");
        assertThat(entry.message()).isEqualTo("division by zero");
        assertThat(entry.event()).isEqualTo("invalid_input");
    }

    @Test
    void slowStatementsHaveTheirDurationAndTheirTextApart() {
        var entries = ReadLog.stderr("%m [%p] ").entries("""
                2026-11-21 10:00:00.123 UTC [17] LOG:  duration: 1234.567 ms  statement: SELECT pg_sleep(1),
                \t2
                2026-11-21 10:00:00.123 UTC [17] LOG:  duration: 2.5 ms  execute S_1: SELECT $1
                2026-11-21 10:00:00.123 UTC [17] DETAIL:  parameters: $1 = 'x'
                2026-11-21 10:00:00.123 UTC [17] LOG:  duration: 0.1 ms
                2026-11-21 10:00:00.123 UTC [17] LOG:  statement: SELECT 1
                2026-11-21 10:00:00.123 UTC [17] LOG:  duration: 3.5 ms  plan:
                \tQuery Text: SELECT *
                \tFROM t;
                \tSeq Scan on t  (cost=0.00..1.00 rows=1 width=4)
                """);

        assertThat(entries.stream()
                        .map(entry -> "%s|%s|%s|%s|%s"
                                .formatted(
                                        entry.event(),
                                        entry.message(),
                                        entry.durationMs(),
                                        entry.statement(),
                                        entry.detail())))
                .containsExactly(
                        "slow_statement|duration: 1234.567 ms  statement|1234.567|SELECT pg_sleep(1),\n2|null",
                        "slow_statement|duration: 2.5 ms  execute S_1|2.5|SELECT $1|parameters: $1 = 'x'",
                        "statement_duration|duration: 0.1 ms|0.1|null|null",
                        "statement|statement|null|SELECT 1|null",
                        "slow_statement|duration: 3.5 ms  plan:|3.5|SELECT *\nFROM t;|"
                                + "Seq Scan on t  (cost=0.00..1.00 rows=1 width=4)");
    }

    @Test
    void abbreviationsOfZonesAreThoseOfTheServersZone() {
        var berlin = ReadLog.stderr("%m ", ZoneId.of("Europe/Berlin"));
        var shanghai = ReadLog.stderr("%m ", ZoneId.of("Asia/Shanghai"));
        var utc = ReadLog.stderr("%m ", ZoneId.of("UTC"));

        assertThat(times(berlin, "2026-10-25 02:30:00.000 CEST", "2026-10-25 02:30:00.000 CET"))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z");
        assertThat(times(shanghai, "2026-11-21 18:00:00.000 CST")).containsExactly("2026-11-21T10:00:00Z");
        assertThat(times(
                        utc,
                        "2026-11-21 10:00:00.000 EST",
                        "2026-11-21 10:00:00.000 +0530",
                        "2026-11-21 10:00:00.000 -03"))
                .containsExactly("2026-11-21T15:00:00Z", "2026-11-21T04:30:00Z", "2026-11-21T13:00:00Z");
    }

    private static List<String> times(ReadLog log, String... times) {
        for (var time : times) {
            log.read(time + " LOG:  x\n", Ending.SETTLED);
        }
        return log.entries.stream().map(entry -> entry.timestamp().toString()).toList();
    }

    @Test
    void textThatIsNoUtf8IsReplaced() {
        var log = ReadLog.stderr("%m [%p] ");

        log.read(
                "2026-11-21 10:00:00.123 UTC [17] ERROR:  no 'K\u00f6ln'\n".getBytes(StandardCharsets.ISO_8859_1),
                Ending.SETTLED);

        assertThat(log.entries.get(0).message()).isEqualTo("no 'K\uFFFDln'");
    }
}
