package io.pulsefleet.agent.collect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PG-02: the server's totals become what was added, whatever happened to them in between. */
class StatementLookTest {

    private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");
    private static final Instant FIRST = Instant.parse("2026-11-21T10:00:00Z");
    private static final Instant SECOND = Instant.parse("2026-11-21T10:01:00Z");
    private static final StatementKey KEY = key(1);

    /** Calls before and now, and since when each is counted: where no time stands, the server does not tell. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    it goes on                            | 10 | -        | 17 | -        | 7
                    nothing happened                      | 10 | -        | 10 | -        | -
                    it is new                             | -  | -        | 3  | -        | 3
                    forgotten and come again              | 10 | -        | 4  | -        | 4
                    it went                               | 10 | -        | -  | -        | -
                    it goes on, with its time             | 10 | 09:00:00 | 17 | 09:00:00 | 7
                    new, with its time                    | -  | -        | 3  | 10:00:30 | 3
                    come again with more, with its time   | 10 | 09:00:00 | 12 | 10:00:30 | 12
                    old, but we did not see it            | -  | -        | 99 | 09:00:00 | -
                    another of the same name, and old     | 10 | 09:00:00 | 99 | 09:30:00 | -""")
    void ofOneStatement(String what, Double before, String sinceBefore, Double now, String sinceNow, Double added) {
        var first = look(FIRST, START, null, before == null ? Map.of() : Map.of(KEY, totals(sinceBefore, before)));
        var second = look(SECOND, START, null, now == null ? Map.of() : Map.of(KEY, totals(sinceNow, now)));

        var calls = second.since(Optional.of(first)).orElseThrow().get(KEY);

        assertThat(calls == null ? null : (Double) calls.get(Totals.Cost.CALLS))
                .as(what)
                .isEqualTo(added);
    }

    @Test
    void theFirstLookIsWhereItBegins() {
        assertThat(look(FIRST, START, null, Map.of(KEY, totals(null, 10))).since(Optional.empty()))
                .isEmpty();
    }

    @Test
    void afterAResetAllCounts() {
        var first = look(FIRST, START, START, Map.of(KEY, totals(null, 10)));
        var second = look(SECOND, START, FIRST.plusSeconds(10), Map.of(KEY, totals(null, 12)));

        assertThat(second.since(Optional.of(first)).orElseThrow()).hasToString("{" + KEY + "=calls 12.0, ms 24.0}");
    }

    @Test
    void aRestartThatKeptThemGoesOn() {
        var first = look(FIRST, START, START, Map.of(KEY, totals(null, 10)));
        var second = look(SECOND, FIRST.plusSeconds(30), START, Map.of(KEY, totals(null, 12)));

        assertThat(second.since(Optional.of(first)).orElseThrow()).hasToString("{" + KEY + "=calls 2.0, ms 4.0}");
    }

    @Test
    void aCrashThatLostThemIsAReset() {
        var first = look(FIRST, START, START, Map.of(KEY, totals(null, 10)));
        var second = look(SECOND, FIRST.plusSeconds(30), FIRST.plusSeconds(30), Map.of(KEY, totals(null, 12)));

        assertThat(second.since(Optional.of(first)).orElseThrow()).hasToString("{" + KEY + "=calls 12.0, ms 24.0}");
    }

    @Test
    void atAnotherServerItBeginsAnew() { // behind the same name, after a failover
        var first = look(FIRST, START, START, Map.of(KEY, totals(null, 10)));

        assertThat(look(SECOND, START.minusSeconds(5), START, Map.of(KEY, totals(null, 1_000_000)))
                        .since(Optional.of(first)))
                .isEmpty();
        assertThat(look(SECOND, START, START.minusSeconds(5), Map.of(KEY, totals(null, 1_000_000)))
                        .since(Optional.of(first)))
                .isEmpty();
    }

    @Test
    void theSameStatementOfAnotherRoleOrDatabaseOrWithinAFunctionIsAnother() {
        var all = new HashMap<StatementKey, Totals>();
        for (var key : Arrays.asList(
                new StatementKey(1, 1, 1, true),
                new StatementKey(1, 2, 1, true),
                new StatementKey(1, 1, 2, true),
                new StatementKey(1, 1, 1, false))) {
            all.put(key, totals(null, all.size() + 1));
        }

        assertThat(look(SECOND, START, null, all)
                        .since(Optional.of(look(FIRST, START, null, Map.of())))
                        .orElseThrow())
                .hasSize(4);
    }

    private static StatementKey key(long id) {
        return new StatementKey(id, 5, 10, true);
    }

    private static StatementLook look(Instant at, Instant startedAt, Instant reset, Map<StatementKey, Totals> all) {
        return new StatementLook(at, startedAt, Optional.ofNullable(reset), all);
    }

    private static Totals totals(String since, double calls) {
        var costs = new double[Totals.Cost.values().length];
        costs[0] = calls;
        costs[1] = 2 * calls;
        costs[2] = Double.NaN;
        return Totals.of(Optional.ofNullable(since).map(time -> Instant.parse("2026-11-21T" + time + "Z")), costs);
    }
}
