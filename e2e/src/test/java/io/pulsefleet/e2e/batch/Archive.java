package io.pulsefleet.e2e.batch;

import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.Batchlet;
import jakarta.inject.Inject;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes as many seconds as the job's parameter {@code seconds} says, and ends at once when it is stopped. */
public class Archive implements Batchlet {

    @Inject
    @BatchProperty
    String seconds;

    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public String process() throws InterruptedException {
        return stopped.await(Long.parseLong(seconds), TimeUnit.SECONDS) ? "left off" : "archived";
    }

    @Override
    public void stop() {
        stopped.countDown();
    }
}
