package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.wire.uptime.Phases;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Measures phases, by a clock that nobody sets. At each moment exactly one of them runs, so their sum is the whole. */
final class Stopwatch {

    enum Phase {
        DNS,
        CONNECT,
        TLS,
        FIRST_BYTE,
        TRANSFER
    }

    private final LongSupplier nanos;
    private final Map<Phase, Long> spent = new EnumMap<>(Phase.class);
    private Phase running = Phase.DNS;
    private long since;
    private boolean isOver;

    Stopwatch(LongSupplier nanos) {
        this.nanos = nanos;
        this.since = nanos.getAsLong();
    }

    void enter(Phase next) {
        var now = nanos.getAsLong();
        if (!isOver) {
            spent.merge(running, now - since, Long::sum);
        }
        since = now;
        running = next;
    }

    /** Somebody else measured how long the phase that runs took; what came behind it is the next. */
    void split(Phase next, long nanosOfRunning) {
        var now = nanos.getAsLong();
        var first = Math.min(nanosOfRunning, now - since);
        spent.merge(running, first, Long::sum);
        since += first;
        running = next;
    }

    /** Of several tries of the phase that runs, the average is told and not their sum. */
    void measured(Phase phase, long nanosOfPhase) {
        enter(phase);
        spent.put(phase, nanosOfPhase);
        isOver = true;
    }

    Phase running() {
        return running;
    }

    Phases phases() {
        enter(running);
        return new Phases(
                micros(Phase.DNS),
                micros(Phase.CONNECT),
                micros(Phase.TLS),
                micros(Phase.FIRST_BYTE),
                micros(Phase.TRANSFER));
    }

    private long micros(Phase phase) {
        return TimeUnit.NANOSECONDS.toMicros(spent.getOrDefault(phase, 0L));
    }
}
