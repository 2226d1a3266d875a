package io.pulsefleet.agent.collect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** PG-02, PG-07: what is held from one visit to the next is small, and the same when it is looked at again. */
class PackedLookTest {

    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00.123456Z");
    private static final StatementKey KEY = new StatementKey(-17, 4_000_000_000L, 10, false);
    private static final StatementKey OTHER = new StatementKey(Long.MAX_VALUE, 5, 4_294_967_295L, true);

    @Test
    void isTheSameWhenItIsUnpacked() {
        var all = Map.of(
                KEY,
                Totals.of(Optional.of(TEN), 1, 0.25, Double.NaN, 0, 5, 6, 7, 8, 9, 10, 11, 12, 1e18),
                OTHER,
                Totals.of(Optional.empty(), 0, 0, 0, 3));
        var look = new StatementLook(TEN, TEN.minusSeconds(60), Optional.of(TEN.minusSeconds(30)), all);

        assertThat(said(PackedLook.of(look).unpacked())).isEqualTo(said(look));
    }

    @Test
    void aStatementThatOnlyReadsTakesItsShareOnly() {
        var look = new StatementLook(
                TEN, TEN, Optional.empty(), Map.of(KEY, Totals.of(Optional.of(TEN), 10, 1.5, 0, 10, 20)));

        assertThat(PackedLook.of(look).statements()).hasSize(25 + 8 + 2 + 4 * 8);
    }

    private static String said(StatementLook look) {
        var statements = new TreeMap<String, String>();
        look.all().forEach((key, totals) -> {
            var costs = Arrays.stream(Totals.Cost.values()).map(totals::get).toList();
            statements.put(key.toString(), totals.since() + " " + costs);
        });
        return look.at() + " " + look.startedAt() + " " + look.reset() + " " + statements;
    }
}
