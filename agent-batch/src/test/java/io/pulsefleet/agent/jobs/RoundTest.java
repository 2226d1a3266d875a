package io.pulsefleet.agent.jobs;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.Reading;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoundTest {

    private static final Visit VISIT = new Visit("host", Instant.parse("2026-11-21T10:15:00Z"));
    private static final Metric UPTIME = Metric.gauge("system.uptime", "s", "Since the host started.");

    @Test
    void endsWithWhatTheRunnerMeasured() {
        var round = round(reading(1), reading(2));

        assertThat(readAll(round)).isEqualTo("""
                system.uptime 1.0
                system.uptime 2.0
                pulsefleet.collector.up 1.0
                pulsefleet.collector.duration 0.25
                pulsefleet.collector.readings 2.0
                pulsefleet.collector.errors 0.0""");
        assertThat(round.outcome()).isEqualTo(Round.Outcome.WELL);
        assertThat(round.trouble()).isEmpty();
    }

    @Test
    void aTargetThatIsAwayIsAnAnswer() {
        var round = round(new UnreachableException("nobody listens on 5432", null));

        assertThat(readAll(round)).isEqualTo("""
                pulsefleet.collector.up 0.0
                pulsefleet.collector.duration 0.25
                pulsefleet.collector.readings 0.0
                pulsefleet.collector.errors 0.0""");
        assertThat(round.outcome()).isEqualTo(Round.Outcome.UNREACHABLE);
        assertThat(round.trouble().orElseThrow()).hasMessage("nobody listens on 5432");
    }

    @Test
    void goesOnBehindABrokenItem() {
        var round = round(reading(1), new UnreadableItemException("sda: no such file", null), reading(3));

        assertThat(readAll(round)).isEqualTo("""
                system.uptime 1.0
                system.uptime 3.0
                pulsefleet.collector.up 1.0
                pulsefleet.collector.duration 0.25
                pulsefleet.collector.readings 2.0
                pulsefleet.collector.errors 1.0""");
        assertThat(round.outcome()).isEqualTo(Round.Outcome.WELL);
        assertThat(round.broken()).isEqualTo(1);
        assertThat(round.trouble().orElseThrow()).hasMessage("sda: no such file");
    }

    @Test
    void keepsWhatWasReadBeforeACollectorsMistake() {
        var round = round(reading(1), new IllegalStateException("our bug"), reading(3));

        assertThat(readAll(round)).isEqualTo("""
                system.uptime 1.0
                pulsefleet.collector.up 0.0
                pulsefleet.collector.duration 0.25
                pulsefleet.collector.readings 1.0
                pulsefleet.collector.errors 1.0""");
        assertThat(round.outcome()).isEqualTo(Round.Outcome.FAILED);
    }

    @Test
    void endsAVisitThatWouldNeverEnd() {
        Collector endless = new Scripted(() -> Optional.of((Reading) reading(1)));

        var lines = readAll(new Round(endless, VISIT, clock()));

        assertThat(lines).endsWith("""
                pulsefleet.collector.up 0.0
                pulsefleet.collector.duration 0.25
                pulsefleet.collector.readings 9997.0
                pulsefleet.collector.errors 1.0""");
    }

    @Test
    void whatIsMoreThanNumbersComesLastAlsoOfATargetThatIsAway() { // PA-09
        for (var steps :
                List.of(List.<Object>of(reading(1)), List.<Object>of(new UnreachableException("away", null)))) {
            var round = new Round(new Scripted(new WithPlace(new ArrayDeque<>(steps))), VISIT, clock());

            assertThat(readAll(round))
                    .endsWith("the rest: Rest[visit=" + VISIT + ", documents=[], lines=[], reached=Optional[there]]");
            assertThat(round.next()).isEmpty();
        }
    }

    @Test
    void aVisitThatFailedReachesNothing() {
        var pass = new WithPlace(new ArrayDeque<>(List.of(new IllegalStateException("our bug"))));
        var round = new Round(new Scripted(pass), VISIT, clock());

        assertThat(readAll(round)).doesNotContain("the rest");
        assertThat(round.isBehind(VISIT.at().plusSeconds(1))).isFalse();
    }

    @Test
    void isBehindAsLongAsItReachesSomethingBeforeTheRing() {
        var round = new Round(new Scripted(new WithPlace(new ArrayDeque<>())), VISIT, clock());
        readAll(round);

        assertThat(round.isBehind(VISIT.at().plusMillis(1))).isTrue();
        assertThat(round.isBehind(VISIT.at())).isFalse();
    }

    record WithPlace(Deque<Object> left) implements Pass {

        @Override
        public Optional<Reading> next() throws IOException {
            return play(left);
        }

        @Override
        public Optional<String> reached() {
            return Optional.of("there");
        }
    }

    /** Each step is a reading or what is thrown instead. */
    private static Round round(Object... steps) {
        Deque<Object> left = new ArrayDeque<>(List.of(steps));
        return new Round(new Scripted(() -> play(left)), VISIT, clock());
    }

    private static Optional<Reading> play(Deque<Object> left) throws IOException {
        var step = left.poll();
        if (step instanceof IOException failure) {
            throw failure;
        }
        if (step instanceof RuntimeException bug) {
            throw bug;
        }
        return Optional.ofNullable((Reading) step);
    }

    private static Object reading(double value) {
        return UPTIME.read(VISIT.at(), value);
    }

    /** A quarter of a second passes between two looks. */
    private static LongSupplier clock() {
        var nanos = new AtomicLong();
        return () -> nanos.getAndAdd(250_000_000);
    }

    private static String readAll(Round round) {
        return Stream.generate(round::next)
                .takeWhile(Optional::isPresent)
                .map(found -> found.get() instanceof Found.OneReading number
                        ? number.reading().toString()
                        : "the rest: " + found.get())
                .collect(joining("\n"));
    }

    record Scripted(Pass pass) implements Collector {

        @Override
        public CollectorInfo info() {
            return new CollectorInfo("scripted", "Does as the test says.", Duration.ofSeconds(10), List.of(UPTIME));
        }

        @Override
        public Pass begin(Visit visit) {
            return pass;
        }
    }
}
