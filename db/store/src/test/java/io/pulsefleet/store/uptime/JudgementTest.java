package io.pulsefleet.store.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.uptime.ProberLeases.Grant;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which heartbeats count (UO-06). Agent 1 had lease 1 from second 0, agent 2 lease 2 from second 60, agent 1 lease 3 from 90,
 * and lease 4 from 120, as the third had run out.
 */
class JudgementTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final List<Grant> GRANTS =
            List.of(grant(1, 1, 0), grant(2, 2, 60), grant(3, 1, 90), grant(4, 1, 120));

    @ParameterizedTest
    @CsvSource({
        "1, 1, 10, COUNTED",
        "1, 1, 59, COUNTED",
        "1, 1, 60, LATER_LEASE",
        "1, 1, 3600, LATER_LEASE",
        "2, 2, 61, COUNTED",
        "2, 2, 90, LATER_LEASE",
        "3, 1, 119, COUNTED",
        "3, 1, 121, COUNTED",
        "4, 1, 121, COUNTED",
        "2, 1, 61, NO_LEASE",
        "5, 1, 3600, NO_LEASE",
        "0, 1, 10, NO_LEASE"
    })
    void itCountsUntilALaterLeaseWasGiven(long lease, int agent, int second, Judgement expected) {
        assertThat(Judgement.of(
                        Samples.heartbeat(7, "fra-1", NOON, lease, agent, NOON.plusSeconds(second), "up"), GRANTS))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"push, COUNTED", "fra-1, NO_LEASE"})
    void whatReportsByItselfNeedsNone(String datacenter, Judgement expected) {
        assertThat(Judgement.of(Samples.heartbeat(7, datacenter, NOON, 0, 0, NOON, "up"), List.of()))
                .isEqualTo(expected);
    }

    private static Grant grant(long number, int agent, int second) {
        return new Grant("fra-1", number, agent, NOON.plusSeconds(second));
    }
}
