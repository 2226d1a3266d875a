package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.wire.uptime.Heartbeat;
import io.pulsefleet.wire.uptime.Phases;
import java.io.Closeable;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One probe while it goes on: how much time it has left, how long each phase took, and what it has seen so far, so that a
 * probe that fails can still say how far it came. Used by one thread.
 */
final class Attempt implements AutoCloseable {

    private final int monitor;
    private final Deadlines deadlines;
    private final LongSupplier nanos;
    private final long endsAt;
    private final List<Runnable> cancels = new ArrayList<>();

    final List<Heartbeat.Hop> hops = new ArrayList<>();
    Stopwatch watch;
    Integer code;
    Long bytes;
    String address;
    Instant certificateEnds;

    /** The beginning of what was answered. */
    String text;

    private Phases before = new Phases(0, 0, 0, 0, 0);

    Attempt(int monitor, Deadlines deadlines, LongSupplier nanos, long timeoutNanos) {
        this.monitor = monitor;
        this.deadlines = deadlines;
        this.nanos = nanos;
        this.endsAt = nanos.getAsLong() + timeoutNanos;
        this.watch = new Stopwatch(nanos);
    }

    int monitor() {
        return monitor;
    }

    boolean isOver() {
        return nanosLeft() <= 0;
    }

    /** For what waits in steps; at least 1. */
    int millisLeft() throws SocketTimeoutException {
        var left = nanosLeft();
        if (left <= 0) {
            throw new SocketTimeoutException("the time of the probe is over");
        }
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
    }

    /** Closes it when the time is over, whoever waits in it. */
    <C extends Closeable> C hold(C held) {
        cancels.add(deadlines.closeAfter(nanosLeft(), held));
        return held;
    }

    /** Of redirects: the request before is over, the next begins. */
    void nextHop() {
        before = before.plus(watch.phases());
        watch = new Stopwatch(nanos);
    }

    Phases phases() {
        return before.plus(watch.phases());
    }

    private long nanosLeft() {
        return endsAt - nanos.getAsLong();
    }

    /** What it held is no more closed by the clock. */
    @Override
    public void close() {
        cancels.forEach(Runnable::run);
    }
}
