package io.pulsefleet.agent.jobs;

import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.Reading;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Takes the system collector's place in a test: one reading, one broken item, one reading twice. */
@ApplicationScoped
class TinyCollector implements Collector {

    static final AtomicBoolean HAS_A_BUG = new AtomicBoolean();
    static final AtomicBoolean BREAKS_THE_SHIFT = new AtomicBoolean();

    private static final Metric A = Metric.gauge("tiny.a", "1", "The first.");
    private static final Metric B = Metric.gauge("tiny.b", "1", "The second.");

    @Override
    public CollectorInfo info() {
        return new CollectorInfo("system", "What a test wants.", Duration.ofSeconds(10), List.of(A, B));
    }

    @Override
    public List<String> targets() {
        if (BREAKS_THE_SHIFT.get()) {
            throw new IllegalStateException("breaks the shift");
        }
        return Collector.super.targets();
    }

    /** Each second visit is behind, and makes another one follow at once. */
    @Override
    public Instant due(Visit rung) throws IOException {
        return visited(rung) % 2 == 0 ? rung.at().minusMillis(100) : rung.at();
    }

    @Override
    public Pass begin(Visit visit) throws IOException {
        if (HAS_A_BUG.get()) {
            throw new IllegalStateException("planted by the test");
        }
        return new TinyPass(visit, 1 + visited(visit));
    }

    private static long visited(Visit visit) throws IOException {
        return visit.place().read().map(Long::valueOf).orElse(0L);
    }

    /** Its place is how many visits there were. */
    private static final class TinyPass implements Pass {

        private final Visit visit;
        private final long number;
        private int step;

        TinyPass(Visit visit, long number) {
            this.visit = visit;
            this.number = number;
        }

        @Override
        public Optional<Reading> next() throws IOException {
            return switch (++step) {
                case 1 -> Optional.of(A.read(visit.at(), 1));
                case 2 -> throw new UnreadableItemException("planted by the test", null);
                case 3, 4 -> Optional.of(B.read(visit.at().minusSeconds(1), step));
                default -> Optional.empty();
            };
        }

        @Override
        public List<Document> documents() {
            return List.of(new Document("visit", visit.target(), visit.at(), RawJson.of(number)));
        }

        @Override
        public Optional<String> reached() {
            return Optional.of(Long.toString(number));
        }
    }
}
