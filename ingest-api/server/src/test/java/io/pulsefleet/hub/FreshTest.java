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
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FreshTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong();
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
        Fresh<List<Integer>> rows = Fresh.ofRows(Runnable::run, nanos::get);
        rows.at(NOON, () -> few);
        var many = Collections.nCopies(500, 2);
        assertThat(rows.at(NOON, () -> slowly(many))).isSameAs(many);
        assertThat(rows.at(NOON.plusMillis(599), () -> few)).isSameAs(many);
        assertThat(rows.at(NOON.plusSeconds(60), () -> few)).isSameAs(few);
    }

    @Test
    void whoAsksIsToldOfManyRowsAsTheyWereWhileTheyAreReadAgain() {
        var begun = new ArrayList<Runnable>();
        Fresh<List<Integer>> rows = Fresh.ofRows(begun::add, nanos::get);
        var old = Collections.nCopies(500, 1);
        var young = Collections.nCopies(500, 2);
        rows.at(NOON, () -> slowly(old));
        var later = NOON.plusMillis(700); // they took 60 ms

        assertThat(rows.at(later, () -> slowly(young))).isSameAs(old);
        assertThat(rows.at(later, () -> young)).as("by one only").isSameAs(old);
        assertThat(begun).hasSize(1);
        begun.remove(0).run();
        assertThat(rows.at(later, () -> old)).isSameAs(young);

        rows.at(later.plusSeconds(60), () -> slowly(old));
        rows.at(later.plusMillis(60_700), () -> {
            throw new IllegalStateException("away");
        });
        begun.remove(0).run();
        assertThat(rows.at(later.plusMillis(60_700), () -> young))
                .as("a failure is not the end of it")
                .isSameAs(old);
        assertThat(begun).hasSize(1);
        assertThat(rows.at(later.plusSeconds(120), () -> young))
                .as("what is too old is waited for")
                .isSameAs(young);
    }

    private List<Integer> slowly(List<Integer> rows) {
        nanos.addAndGet(60_000_000);
        return rows;
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
