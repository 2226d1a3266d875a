package io.pulsefleet.agent.jobs;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.agent.collect.Glance;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bulkhead: one target that hangs holds up no other (PG-07). */
@Timeout(20)
class LanesTest {

    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong nanos = new AtomicLong();
    private final Semaphore woken = new Semaphore(0);
    private final Set<String> occupied = ConcurrentHashMap.newKeySet();
    private final Scripted collector = new Scripted();
    private final Lanes lanes = lanes();

    private Lanes lanes() {
        return new Lanes(collector, target -> new Visit(target, TEN), threads, nanos::get, woken::release, occupied);
    }

    @AfterEach
    void letGo() {
        collector.hanging.values().forEach(CountDownLatch::countDown);
        threads.shutdownNow();
    }

    @Test
    void oneThatHangsHoldsUpNoOther() throws Exception {
        collector.hang("a");
        lanes.begin("a", TEN);
        lanes.begin("b", TEN);

        assertThat(outcomeOf(await())).isEqualTo("b WELL");
        assertThat(lanes.next()).isEmpty();
        assertThat(lanes.begin("a", TEN.plusSeconds(10))).isEqualTo(Lanes.Begun.STILL_AT_IT);
        assertThat(lanes.canBegin(List.of("a"), target -> true)).isFalse();
        assertThat(lanes.canBegin(List.of("a", "c"), target -> true)).isTrue();
    }

    @Test
    void oneThatDoesNotComeBackIsAwayUntilItDoes() throws Exception {
        collector.hang("a");
        lanes.begin("a", TEN);
        nanos.addAndGet(PATIENCE.toNanos() - 1);
        assertThat(lanes.next()).isEmpty();
        assertThat(lanes.untilNext()).isEqualTo(Duration.ofNanos(1));

        nanos.incrementAndGet();

        var over = lanes.next().orElseThrow();
        assertThat(outcomeOf(over)).isEqualTo("a UNREACHABLE");
        assertThat(over.found().stream()
                        .map(found -> ((Found.OneReading) found).reading().toString())
                        .toList())
                .contains("pulsefleet.collector.up 0.0");
        assertThat(over.round().trouble().orElseThrow())
                .hasMessage("a does not answer within 30 s; it is visited again when it does, and holds up no other");
        lanes.sealed("a");
        assertThat(lanes.isIdle())
                .as("what hangs does not hold up the end of a shift")
                .isTrue();
        assertThat(lanes.begin("a", TEN.plusSeconds(60))).isEqualTo(Lanes.Begun.YES);
        assertThat(outcomeOf(lanes.next().orElseThrow())).isEqualTo("a UNREACHABLE");

        collector.release("a");
        woken.acquire();

        assertThat(lanes.next()).as("what it found at last is too late").isEmpty();
        lanes.begin("a", TEN.plusSeconds(120));
        assertThat(outcomeOf(await())).isEqualTo("a WELL");
    }

    @Test
    void theNextShiftDoesNotGoWhereTheLastOneHangs() throws Exception {
        collector.hang("a");
        lanes.begin("a", TEN);
        collector.entered.acquire();
        lanes.close();

        var next = lanes();
        next.begin("a", TEN.plusSeconds(60));
        assertThat(outcomeOf(next.next().orElseThrow())).isEqualTo("a UNREACHABLE");
        assertThat(collector.inside("a")).isEqualTo(1);

        collector.release("a");
        woken.acquire();
        next.begin("a", TEN.plusSeconds(120));
        woken.acquire();
        assertThat(outcomeOf(next.next().orElseThrow())).isEqualTo("a WELL");
    }

    /** PG-10: targets come and go while a shift goes on. */
    @Test
    void whatIsNotToBeVisitedAnyMoreIsForgottenAsSoonAsNobodyIsInIt() throws Exception {
        lanes.begin("a", TEN);
        assertThat(lanes.forgetAllBut(List.of("b"))).as("it is not sealed yet").isEmpty();
        assertThat(outcomeOf(await())).isEqualTo("a WELL");
        lanes.sealed("a");

        assertThat(lanes.forgetAllBut(List.of("a", "b"))).isEmpty();
        assertThat(lanes.forgetAllBut(List.of("b"))).containsExactly("a");
        assertThat(lanes.forgetAllBut(List.of("b"))).isEmpty();
        assertThat(lanes.untilNext()).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));

        lanes.begin("a", TEN.plusSeconds(60));
        assertThat(outcomeOf(await())).as("it came again").isEqualTo("a WELL");
    }

    @Test
    void whatWasFoundIsSealedBeforeTheNextVisitBegins() throws Exception {
        lanes.begin("a", TEN);
        await();

        assertThat(lanes.begin("a", TEN.plusSeconds(10))).isEqualTo(Lanes.Begun.STILL_AT_IT);
        lanes.sealed("a");
        assertThat(lanes.begin("a", TEN.plusSeconds(10))).isEqualTo(Lanes.Begun.YES);
    }

    @Test
    void looksBetweenVisitsAndNeverDuringOne() throws Exception {
        lanes.glance();
        assertThat(collector.glances).as("before its time").isEmpty();
        visited("a");
        assertThat(lanes.untilNext()).isEqualTo(Duration.ofSeconds(5));
        assertThat(lanes.untilNextOver()).as("while nobody is looked at").isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());

        lanes.glance();
        woken.acquire();

        assertThat(collector.glances).containsExactly(Map.entry("a", 1));
        assertThat(lanes.next()).isEmpty();
        assertThat(lanes.untilNext()).isEqualTo(Duration.ofSeconds(1));

        collector.hang("a");
        lanes.begin("a", TEN.plusSeconds(60));
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        lanes.glance();
        assertThat(collector.glances).containsExactly(Map.entry("a", 1));
    }

    @Test
    void looksAtATargetThatWasNotVisitedYet() throws Exception {
        lanes.glance();
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());

        lanes.glance();
        woken.acquire();

        assertThat(collector.glances).containsExactly(Map.entry("a", 1));
    }

    @Test
    void whatALookSawMayBeToldAtOnce() throws Exception {
        visited("a");
        collector.visitNow = true;
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());

        lanes.glance();

        assertThat(outcomeOf(await())).isEqualTo("a WELL");
    }

    @Test
    void aRingDuringALookBeginsItsVisitBehindIt() throws Exception {
        visited("a");
        collector.hang("a");
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        lanes.glance();

        assertThat(lanes.begin("a", TEN.plusSeconds(60))).isEqualTo(Lanes.Begun.YES);
        collector.release("a");

        assertThat(await().rung()).isEqualTo(TEN.plusSeconds(60));
    }

    @Test
    void aLookThatIsSparedTakesNoThreadAndComesWhenItIsNot() throws Exception {
        visited("a");
        collector.spared = Optional.of(new Glance(Duration.ofSeconds(3), false));
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        lanes.glance();
        assertThat(collector.glances).isEmpty();
        assertThat(lanes.untilNext())
                .as("it may be late, for others to be due as well")
                .isEqualTo(Duration.ofMillis(3_300));

        collector.spared = Optional.empty();
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        lanes.glance();
        collector.entered.acquire(2); // the visit, the look
        assertThat(collector.glances).containsExactly(Map.entry("a", 1));
    }

    @Test
    void aLookThatHangsIsSaidAtTheNextRing() throws Exception {
        visited("a");
        collector.hang("a");
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        lanes.glance();
        lanes.begin("a", TEN.plusSeconds(60));
        nanos.addAndGet(PATIENCE.toNanos());

        assertThat(outcomeOf(lanes.next().orElseThrow())).isEqualTo("a UNREACHABLE");
    }

    @Test
    void soManyAnswerAtOnceAndTheOthersWhenTheseAreSealed() throws Exception {
        var targets = hanging(100);
        targets.forEach(target -> lanes.begin(target, TEN));
        collector.entered.acquire(8);
        targets.forEach(collector::release);

        sealAllAsTheyCome();
        assertThat(collector.most.get()).isEqualTo(8);
    }

    @Test
    void thoseThatDoNotAnswerSoonHoldUpNoOtherUpToALimit() throws Exception {
        var targets = hanging(100);
        targets.forEach(target -> lanes.begin(target, TEN));
        for (int i = 0; i < 8; i++) {
            collector.entered.acquire(8);
            assertThat(lanes.untilNext()).isEqualTo(Duration.ofSeconds(2));
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());
            assertThat(lanes.next()).isEmpty();
        }
        assertThat(collector.now.get()).isEqualTo(64);

        targets.forEach(collector::release);
        sealAllAsTheyCome();
    }

    @Test
    void whoWaitedForAThreadIsGivenItsWholePatience() throws Exception {
        hanging(9).forEach(target -> lanes.begin(target, TEN));
        collector.entered.acquire(8);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(lanes.next()).isEmpty();
        collector.entered.acquire();

        nanos.addAndGet(PATIENCE.minusSeconds(2).toNanos());
        for (int i = 0; i < 8; i++) {
            assertThat(outcomeOf(lanes.next().orElseThrow())).isEqualTo("t" + i + " UNREACHABLE");
        }
        assertThat(lanes.next()).isEmpty();
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(outcomeOf(lanes.next().orElseThrow())).isEqualTo("t8 UNREACHABLE");
    }

    private List<String> hanging(int count) {
        var targets = IntStream.range(0, count).mapToObj(i -> "t" + i).toList();
        targets.forEach(collector::hang);
        return targets;
    }

    private void sealAllAsTheyCome() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            var over = await();
            assertThat(outcomeOf(over)).endsWith(" WELL");
            lanes.sealed(over.round().visit().target());
        }
    }

    @Test
    void thoseThatAreOverSoonAreHandedOnTogetherAndOneThatHangsHoldsThemUpInNoWay() throws Exception {
        hanging(3).forEach(target -> lanes.begin(target, TEN));
        collector.entered.acquire(3);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        lanes.begin("a", TEN);
        collector.hang("b");
        lanes.begin("b", TEN);
        woken.acquire();
        threads.execute(() -> collector.release("b"));

        var together = lanes.nextTogether(Duration.ofSeconds(15));

        assertThat(together.stream().map(LanesTest::outcomeOf)).containsExactly("a WELL", "b WELL");
        assertThat(lanes.nextTogether(Duration.ofSeconds(15))).isEmpty();
    }

    @Test
    void noMoreAreHandedOnTogetherThanMayAnswerAtOnce() throws Exception {
        IntStream.range(0, 20).forEach(i -> lanes.begin("t" + i, TEN));
        var sizes = new ArrayList<Integer>();
        for (int left = 20; left > 0; ) {
            var together = lanes.nextTogether(Duration.ofSeconds(15));
            if (together.isEmpty()) {
                woken.acquire();
            } else {
                sizes.add(together.size());
                together.forEach(over -> lanes.sealed(over.round().visit().target()));
                left -= together.size();
            }
        }

        assertThat(sizes).containsExactly(8, 8, 4);
    }

    @Test
    void aBrokenInstallationIsToldToTheOneWhoWaits() throws Exception {
        collector.broken = Optional.of(new NoClassDefFoundError("planted by the test"));
        lanes.begin("a", TEN);

        assertThat(await().broken()).containsSame(collector.broken.get());
    }

    private void visited(String target) throws InterruptedException {
        lanes.begin(target, TEN);
        await();
        lanes.sealed(target);
    }

    private Lanes.Over await() throws InterruptedException {
        var over = lanes.next();
        while (over.isEmpty()) {
            woken.acquire();
            over = lanes.next();
        }
        woken.drainPermits();
        return over.get();
    }

    private static String outcomeOf(Lanes.Over over) {
        return List.of(over.round().visit().target(), over.round().outcome().name()).stream()
                .collect(joining(" "));
    }

    /** Hangs where it is told to, until it is released. */
    private static final class Scripted implements Collector {

        final Map<String, CountDownLatch> hanging = new ConcurrentHashMap<>();
        final Map<String, Integer> glances = new ConcurrentHashMap<>();
        final Semaphore entered = new Semaphore(0);
        final AtomicInteger now = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        private final Map<String, AtomicInteger> inside = new ConcurrentHashMap<>();
        volatile boolean visitNow;
        volatile Optional<Glance> spared = Optional.empty();
        volatile Optional<Error> broken = Optional.empty();

        void hang(String target) {
            hanging.put(target, new CountDownLatch(1));
        }

        void release(String target) {
            hanging.get(target).countDown();
        }

        int inside(String target) {
            return inside.get(target).get();
        }

        @Override
        public CollectorInfo info() {
            return new CollectorInfo("scripted", "Does as the test says.", Duration.ofSeconds(10), List.of());
        }

        @Override
        public List<String> targets() {
            return List.of("a");
        }

        @Override
        public Duration patience() {
            return PATIENCE;
        }

        @Override
        public Optional<Duration> glanceEvery() {
            return Optional.of(Duration.ofSeconds(5));
        }

        @Override
        public Glance glance(Visit now) {
            glances.merge(now.target(), 1, Integer::sum);
            waitFor(now.target());
            return new Glance(Duration.ofSeconds(1), visitNow);
        }

        @Override
        public Optional<Glance> glanceSpared(String target) {
            return spared;
        }

        @Override
        public Pass begin(Visit visit) {
            broken.ifPresent(error -> {
                throw error;
            });
            waitFor(visit.target());
            return Pass.over(List.of());
        }

        private void waitFor(String target) {
            var counter = inside.computeIfAbsent(target, none -> new AtomicInteger());
            counter.incrementAndGet();
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            entered.release();
            try {
                var latch = hanging.get(target);
                if (latch != null) {
                    latch.await();
                }
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            } finally {
                now.decrementAndGet();
                counter.decrementAndGet();
            }
        }
    }
}
