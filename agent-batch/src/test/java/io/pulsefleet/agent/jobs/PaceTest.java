package io.pulsefleet.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Instant AT = Instant.parse("2026-11-21T10:15:00Z");

    private final Pace pace = new Pace();

    @Test
    void ofTheTargetsOfOneVisitTheSlowestCounts() {
        pace.begun(AT);
        pace.over(AT.plusMillis(200));
        pace.over(AT.plusMillis(1_500));

        assertThat(pace.tookSeconds()).hasValue(1.5);
    }

    @Test
    void whatIsUsualIsKnownAfterTenVisitsAndIsOfThoseBefore() {
        for (var i = 0; i < 10; i++) {
            visit(AT.plusSeconds(i * 10L), 200);
            assertThat(pace.usualSeconds()).isEmpty();
        }
        visit(AT.plusSeconds(100), 9_000);

        assertThat(pace.tookSeconds()).hasValue(9.0);
        assertThat(pace.usualSeconds()).hasValue(0.2);
    }

    @Test
    void aVisitThatGoesOnHasTakenNothingYet() {
        visit(AT, 200);
        pace.begun(AT.plusSeconds(10));

        assertThat(pace.tookSeconds()).isEmpty();
    }

    private void visit(Instant due, long millis) {
        pace.begun(due);
        pace.over(due.plusMillis(millis));
    }
}
