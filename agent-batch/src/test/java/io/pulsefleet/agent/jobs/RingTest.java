package io.pulsefleet.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RingTest {

    private static final Instant AT = Instant.parse("2026-11-21T10:15:00Z");
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Ring ring = new Ring();

    @Test
    void callsTheOneWhoWaits() throws Exception {
        var called = waiting();

        ringUntilHeard(AT);

        assertThat(called.get(5, TimeUnit.SECONDS)).contains(AT);
    }

    @Test
    void nobodyHearsItBeforeTheShift() {
        assertThat(ring.ring(AT)).isEqualTo(Ring.Heard.NOBODY);
    }

    @Test
    void aRingDuringAVisitIsDroppedAndNotQueued() throws Exception {
        var called = waiting();
        ringUntilHeard(AT);
        called.get(5, TimeUnit.SECONDS);

        assertThat(ring.ring(AT.plusSeconds(10))).isEqualTo(Ring.Heard.BUSY);
        assertThat(ring.await(() -> true, Ring.Heard.YES, LONG)).isEmpty();
    }

    @Test
    void anEndThatNobodyToldItOfIsSeen() throws Exception {
        assertThat(ring.await(() -> true, Ring.Heard.YES, LONG)).isEmpty();
        assertThat(ring.ring(AT)).isEqualTo(Ring.Heard.NOBODY);
    }

    @Test
    void aStopWakesTheOneWhoWaits() throws Exception {
        var called = waiting();

        ring.close();

        assertThat(called.get(5, TimeUnit.SECONDS)).isEmpty();
        assertThat(ring.await(() -> false, Ring.Heard.YES, LONG)).isEmpty();
    }

    @Test
    void aRingWhileNothingCanBeBegunIsDropped() throws Exception {
        ring.wake();
        assertThat(ring.await(() -> false, Ring.Heard.BUSY, LONG)).isEmpty();

        assertThat(ring.ring(AT)).isEqualTo(Ring.Heard.BUSY);
        ring.wake();
        assertThat(ring.await(() -> false, Ring.Heard.YES, LONG)).isEmpty();
    }

    @Test
    void aRingWhileSomethingIsHandedOnIsHeardNext() throws Exception {
        ring.wake();
        assertThat(ring.await(() -> false, Ring.Heard.YES, LONG)).as("woken").isEmpty();

        assertThat(ring.ring(AT)).isEqualTo(Ring.Heard.YES);

        assertThat(ring.await(() -> false, Ring.Heard.BUSY, LONG)).contains(AT);
    }

    @Test
    void aShiftThatEndsWaitsForWhatIsStillUnderWayOnly() throws Exception {
        ring.close();
        var called = CompletableFuture.supplyAsync(() -> {
            try {
                return ring.await(() -> true, Ring.Heard.NOBODY, LONG);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });

        ring.wake();

        assertThat(called.get(5, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void whoWaitsOnlySoLongIsNotRung() throws Exception {
        assertThat(ring.await(() -> false, Ring.Heard.YES, Duration.ZERO)).isEmpty();
    }

    private CompletableFuture<Optional<Instant>> waiting() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return ring.await(() -> false, Ring.Heard.YES, LONG);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
    }

    private void ringUntilHeard(Instant at) {
        while (ring.ring(at) != Ring.Heard.YES) {
            Thread.onSpinWait();
        }
    }
}
