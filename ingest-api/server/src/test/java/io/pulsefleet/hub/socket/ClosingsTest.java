package io.pulsefleet.hub.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** PU-01 */
class ClosingsTest {

    private final Closings closings = new Closings();

    @Test
    void whoWaitsForTooLongIsFreedAndGoesOn() throws Exception {
        var waits = new CountDownLatch(1);
        var goesOn = new AtomicBoolean();
        var givesUp = new AtomicInteger();
        var thread = new Thread(() -> {
            closings.run(
                    () -> {
                        try {
                            waits.countDown();
                            new CountDownLatch(1).await();
                        } catch (InterruptedException freed) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    givesUp::incrementAndGet);
            goesOn.set(!Thread.currentThread().isInterrupted());
        });
        thread.start();
        waits.await();

        closings.free(Instant.now());
        assertThat(thread.isAlive()).isTrue();
        assertThat(givesUp).hasValue(0);
        closings.free(Instant.now().plusSeconds(6));
        thread.join();
        assertThat(givesUp).hasValue(1);
        assertThat(goesOn).isTrue();
    }
}
