package io.pulsefleet.agent.jobs;

import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.wire.Metric;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes the system collector's place in a test: one reading, one broken item, one reading twice. */
@ApplicationScoped
class TinyCollector implements Collector {

    static final AtomicBoolean HAS_A_BUG = new AtomicBoolean();

    private static final Metric A = Metric.gauge("tiny.a", "1", "The first.");
    private static final Metric B = Metric.gauge("tiny.b", "1", "The second.");

    @Override
    public CollectorInfo info() {
        return new CollectorInfo("system", "What a test wants.", Duration.ofSeconds(10), List.of(A, B));
    }

    @Override
    public Pass begin(Visit visit) {
        if (HAS_A_BUG.get()) {
            throw new IllegalStateException("planted by the test");
        }
        var step = new AtomicInteger();
        return () -> switch (step.incrementAndGet()) {
            case 1 -> Optional.of(A.read(visit.at(), 1));
            case 2 -> throw new UnreadableItemException("planted by the test", null);
            case 3, 4 -> Optional.of(B.read(visit.at().minusSeconds(1), step.get()));
            default -> Optional.empty();
        };
    }
}
