package io.pulsefleet.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
    void whatIsDearIsKeptForLongAndWhatIsCheapIsNot() {
        Fresh<Integer> cheap = Fresh.byCost();
        cheap.at(NOON, made::incrementAndGet);
        assertThat(cheap.at(NOON, made::incrementAndGet)).isEqualTo(2);

        Fresh<Integer> dear = Fresh.byCost();
        var began = System.nanoTime();
        dear.at(NOON, () -> {
            while (System.nanoTime() - began < 60_000_000) {
                LockSupport.parkNanos(1_000_000);
            }
            return 0;
        });
        assertThat(dear.at(NOON.plusMillis(540), made::incrementAndGet)).isZero();
        assertThat(dear.at(NOON.plusSeconds(60), made::incrementAndGet)).isEqualTo(3);
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
