package io.pulsefleet.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class FreshTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final AtomicInteger made = new AtomicInteger();
    private final Fresh<Integer> fresh = new Fresh<>(Duration.ofSeconds(5));

    @Test
    void isMadeAnewWhenItIsTooOld() {
        assertThat(fresh.at(NOON, made::incrementAndGet)).isEqualTo(1);
        assertThat(fresh.at(NOON.plusMillis(4_999), made::incrementAndGet)).isEqualTo(1);
        assertThat(fresh.at(NOON.plusSeconds(5), made::incrementAndGet)).isEqualTo(2);
    }

    @Test
    void isMadeOnceForAllWhoAskMeanwhile() throws Exception {
        var asked = new CountDownLatch(1);
        try (var people = new People()) {
            var answers = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 4; i++) {
                answers.add(people.ask(() -> {
                    asked.await();
                    return fresh.at(NOON, made::incrementAndGet);
                }));
            }
            asked.countDown();
            for (var answer : answers) {
                assertThat(answer.get()).isEqualTo(1);
            }
        }
    }

    @Test
    void aFailureIsToldAndNotKept() {
        assertThatThrownBy(() -> fresh.at(NOON, () -> {
                    throw new IllegalStateException("away");
                }))
                .hasMessage("away");
        assertThat(fresh.at(NOON, made::incrementAndGet)).isEqualTo(1);
    }

    @Test
    void manyRowsAreKeptForLongerThanTheyTookAndFewAreNot() {
        var few = Collections.nCopies(499, 1);
        Fresh<List<Integer>> rows = Fresh.ofRows();
        rows.at(NOON, () -> few);
        var many = Collections.nCopies(500, 2);
        var began = System.nanoTime();
        assertThat(rows.at(NOON, () -> {
                    while (System.nanoTime() - began < 60_000_000) {
                        LockSupport.parkNanos(1_000_000);
                    }
                    return many;
                }))
                .isSameAs(many);
        assertThat(rows.at(NOON.plusMillis(540), () -> few)).isSameAs(many);
        assertThat(rows.at(NOON.plusSeconds(60), () -> few)).isSameAs(few);
    }

    private static final class People implements AutoCloseable {

        private final java.util.concurrent.ExecutorService all = Executors.newCachedThreadPool();

        Future<Integer> ask(java.util.concurrent.Callable<Integer> question) {
            return all.submit(question);
        }

        @Override
        public void close() {
            all.shutdownNow();
        }
    }
}
