package io.pulsefleet.e2e.fleet;

import io.pulsefleet.e2e.load.Latencies;
import io.pulsefleet.e2e.load.Reply;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What happened to all agents together. Filled by all loops, read by anybody. */
public final class Totals {

    private static final int MOST_EXAMPLES = 20;

    final LongAdder registered = new LongAdder();
    final LongAdder beats = new LongAdder();
    final LongAdder sealedVisits = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder acknowledged = new LongAdder();
    final LongAdder known = new LongAdder();
    final LongAdder repeats = new LongAdder();
    final LongAdder setsAsked = new LongAdder();
    final LongAdder tooMany = new LongAdder();
    final LongAdder notNow = new LongAdder();
    final LongAdder otherFailures = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder wrong = new LongAdder();

    /** From a shipment's sending to its answer. */
    final Latencies shipments = new Latencies();

    /** From a visit that was not backlog to its acknowledgement. */
    final Latencies freshDelay = new Latencies();

    private final Queue<String> examples = new ConcurrentLinkedQueue<>();

    public long registered() {
        return registered.sum();
    }

    public long acknowledged() {
        return acknowledged.sum();
    }

    public long sealedVisits() {
        return sealedVisits.sum();
    }

    public long tooMany() {
        return tooMany.sum();
    }

    public long notNow() {
        return notNow.sum();
    }

    public long refused() {
        return refused.sum();
    }

    public Latencies shipments() {
        return shipments;
    }

    public Latencies freshDelay() {
        return freshDelay;
    }

    /** Sealed, and not acknowledged yet. */
    public long backlog() {
        return sealedVisits.sum() - acknowledged.sum();
    }

    /** An answer that must not be: stored a second time, known though never sent, refused for good. */
    void wrong(LongAdder kind, String what, Reply reply) {
        kind.increment();
        if (examples.size() < MOST_EXAMPLES) {
            examples.add(what + ": " + reply.status() + " " + reply.text());
        }
    }

    /** The first few answers that must not be. */
    public Iterable<String> examples() {
        return examples;
    }

    boolean isFlawless() {
        return refused.sum() == 0 && wrong.sum() == 0;
    }

    @Override
    public String toString() {
        return ("registered %d, beats %d, visits sealed %d, sent %d, acknowledged %d, of which known %d, repeats %d,"
                        + " sets asked %d, 429 %d, 503 %d, other failures %d, no answer %d, refused %d, wrong %d")
                .formatted(
                        registered.sum(),
                        beats.sum(),
                        sealedVisits.sum(),
                        sent.sum(),
                        acknowledged.sum(),
                        known.sum(),
                        repeats.sum(),
                        setsAsked.sum(),
                        tooMany.sum(),
                        notNow.sum(),
                        otherFailures.sum(),
                        lost.sum(),
                        refused.sum(),
                        wrong.sum());
    }
}
