package io.pulsefleet.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EverySecondTest {

    private final Semaphore looks = new Semaphore(0);

    @Test
    void aLookThatFailsIsNotTheLastAndNoneComesAfterTheEnd() throws Exception {
        var executor = new ScheduledThreadPoolExecutor(1);
        executor.setRemoveOnCancelPolicy(true);
        try {
            var each = new EverySecond("It was not looked at", () -> {
                looks.release();
                throw new IllegalStateException("on purpose");
            });
            each.begin(executor);

            assertThat(looks.tryAcquire(2, 30, TimeUnit.SECONDS)).isTrue();
            each.now();
            assertThat(looks.tryAcquire()).isTrue();

            each.stop();
            assertThat(executor.getQueue()).isEmpty();
        } finally {
            executor.shutdownNow();
        }
    }
}
