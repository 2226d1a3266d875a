package io.pulsefleet.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RingTest {

    private static final Instant AT = Instant.parse("2026-11-21T10:15:00Z");

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
        assertThat(ring.await(() -> true)).isEmpty();
    }

    @Test
    void anEndThatNobodyToldItOfIsSeen() throws Exception {
        assertThat(ring.await(() -> true)).isEmpty();
        assertThat(ring.ring(AT)).isEqualTo(Ring.Heard.NOBODY);
    }

    @Test
    void aStopWakesTheOneWhoWaits() throws Exception {
        var called = waiting();

        ring.close();

        assertThat(called.get(5, TimeUnit.SECONDS)).isEmpty();
        assertThat(ring.await(() -> false)).isEmpty();
    }

    private CompletableFuture<Optional<Instant>> waiting() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return ring.await(() -> false);
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
