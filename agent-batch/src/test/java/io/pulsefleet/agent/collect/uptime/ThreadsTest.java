package io.pulsefleet.agent.collect.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** UO-01: side by side, as far as there is room. */
class ThreadsTest {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    @Test
    void theyAreVirtualWhereJavaHasThem() throws Exception {
        try (var threads = new Threads(1)) {
            var found = new CompletableFuture<Boolean>();
            threads.run(() -> found.complete(isVirtual(Thread.currentThread())));

            assertThat(found.get(LONGEST.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(Runtime.version().feature() >= 21);
        }
    }

    private static boolean isVirtual(Thread thread) {
        try {
            return (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
        } catch (NoSuchMethodException older) {
            return false;
        } catch (IllegalAccessException | InvocationTargetException strange) {
            throw new IllegalStateException(strange);
        }
    }

    @Test
    void oneForWhomThereIsNoRoomIsNotRun() {
        var door = new CountDownLatch(1);
        try (var threads = new Threads(2)) {
            assertThat(threads.run(() -> await(door))).isTrue();
            assertThat(threads.run(() -> await(door))).isTrue();
            assertThat(threads.run(() -> {})).isFalse();
            assertThat(threads.awaitIdle(Duration.ZERO)).isFalse();
            door.countDown();

            assertThat(threads.awaitIdle(LONGEST)).isTrue();
            assertThat(threads.run(() -> {})).isTrue();
        }
    }

    private static void await(CountDownLatch door) {
        try {
            door.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
