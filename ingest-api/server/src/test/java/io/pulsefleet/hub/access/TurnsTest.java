package io.pulsefleet.hub.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.hub.access.Turns.Lane;
import io.pulsefleet.hub.access.Turns.NoTurnException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Turns at hashing (SP-13). */
@Timeout(30)
class TurnsTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Turns turns = new Turns(new Lane(1, 1, LONG), new Lane(1, 0, LONG));
    private final ExecutorService others = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void stop() {
        end.countDown();
        others.shutdown();
    }

    @Test
    void strangersWhoFillTheirLaneDoNotHoldUpThoseWhoAreKnown() throws Exception {
        occupy(turns.of(false));

        assertThatThrownBy(() -> turns.of(false).take(() -> "in"))
                .isInstanceOfSatisfying(
                        NoTurnException.class,
                        refused -> assertThat(refused.untilLater()).isEqualTo(LONG));
        assertThat(turns.of(true).take(() -> "in")).isEqualTo("in");
    }

    @Test
    void whoeverMayWaitIsServedInTurn() throws Exception {
        occupy(turns.of(true));
        var second = others.submit(() -> turns.of(true).take(() -> "in"));
        end.countDown();

        assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo("in");
    }

    @Test
    void nobodyWaitsForEver() throws Exception {
        var lane = new Lane(1, 1, Duration.ofMillis(1));
        occupy(lane);

        assertThatThrownBy(() -> lane.take(() -> "in")).hasMessageContaining("Too many");
    }

    @Test
    void aTurnThatFailsIsGivenBack() {
        for (var i = 0; i < 3; i++) {
            assertThatThrownBy(() -> turns.of(false).take(() -> {
                        throw new IllegalStateException("broken");
                    }))
                    .hasMessage("broken");
        }

        assertThat(turns.of(false).take(() -> "in")).isEqualTo("in");
    }

    private void occupy(Lane lane) throws InterruptedException {
        var begun = new CountDownLatch(1);
        others.execute(() -> lane.take(() -> {
            begun.countDown();
            return awaitEnd();
        }));
        begun.await();
    }

    private boolean awaitEnd() {
        try {
            return end.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
