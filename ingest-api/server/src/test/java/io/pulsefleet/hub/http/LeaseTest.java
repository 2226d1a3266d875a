package io.pulsefleet.hub.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeaseTest {

    private static final int STEP = 64 << 10;

    private final Budget budget = new Budget(10 * STEP);

    @Test
    void holdsWhatIsReadTwiceAndThenWhatItWeighs() {
        try (var lease = new Lease(budget)) {
            assertThat(lease.reading(STEP + 1)).isTrue();
            assertThat(budget.left()).isEqualTo(6 * STEP);
            assertThat(lease.hold(STEP)).isTrue();
            assertThat(budget.left()).isEqualTo(9 * STEP);
        }

        assertThat(budget.left()).isEqualTo(10 * STEP);
    }

    @Test
    void whatIsTooMuchNowTakesNothingMore() {
        try (var one = new Lease(budget);
                var other = new Lease(budget)) {
            assertThat(one.hold(8 * STEP)).isTrue();
            assertThat(other.reading(1)).isTrue();
            assertThat(other.hold(3 * STEP)).isFalse();
            assertThat(budget.left()).isZero();
        }

        assertThat(budget.left()).isEqualTo(10 * STEP);
    }

    @Test
    void whatIsHeavierThanAllMayComeAlone() {
        try (var lease = new Lease(budget)) {
            assertThat(lease.hold(100 * STEP)).isTrue();
            assertThat(new Lease(budget).reading(1)).isFalse();
        }

        assertThat(budget.left()).isEqualTo(10 * STEP);
    }
}
