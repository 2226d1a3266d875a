package io.pulsefleet.hub.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** PU-01 */
class ClosingsTest {

    private final Closings closings = new Closings();

    @Test
    void whoWaitsForTooLongIsFreedAndGoesOn() throws Exception {
        var waits = new CountDownLatch(1);
        var goesOn = new AtomicBoolean();
        var thread = new Thread(() -> {
            closings.run(() -> {
                try {
                    waits.countDown();
                    new CountDownLatch(1).await();
                } catch (InterruptedException freed) {
                    Thread.currentThread().interrupt();
                }
            });
            goesOn.set(!Thread.currentThread().isInterrupted());
        });
        thread.start();
        waits.await();

        closings.free(Instant.now());
        assertThat(thread.isAlive()).isTrue();
        closings.free(Instant.now().plusSeconds(6));
        thread.join();
        assertThat(goesOn).isTrue();
    }
}
