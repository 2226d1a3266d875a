package io.pulsefleet.agent.collect.plugins;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks on a thread of its own, which may hang for as long as it likes: who waits for the answer does not. Not more than one
 * hangs at a time, until it is given up for good.
 */
final class InTime {

    private static final long GIVEN_UP_AFTER = Duration.ofMinutes(5).toNanos();

    private final String thread;
    private final Duration timeout;
    private Optional<FutureTask<?>> late = Optional.empty();
    private long lateSince;

    InTime(String thread, Duration timeout) {
        this.thread = thread;
        this.timeout = timeout;
    }

    /**
     * @param gone told whoever asks, when nobody waits any more
     * @throws TimeoutException where there was no answer, or the one before is still out
     * @throws ExecutionException with what went wrong there
     */
    synchronized <T> T ask(Callable<T> question, Runnable gone)
            throws TimeoutException, ExecutionException, InterruptedException {
        if (late.filter(one -> !one.isDone()).isPresent() && System.nanoTime() - lateSince < GIVEN_UP_AFTER) {
            throw new TimeoutException("the question before is not answered yet");
        }
        late = Optional.empty();
        var asked = new FutureTask<T>(question);
        var asker = new Thread(asked, thread);
        asker.setDaemon(true);
        asker.start();
        var isAnswered = false;
        try {
            var answer = asked.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            isAnswered = true;
            return answer;
        } catch (ExecutionException failed) {
            isAnswered = true;
            throw failed;
        } finally {
            if (!isAnswered) {
                gone.run();
                late = Optional.of(asked);
                lateSince = System.nanoTime();
            }
        }
    }
}
