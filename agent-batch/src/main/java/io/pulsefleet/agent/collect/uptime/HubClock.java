package io.pulsefleet.agent.collect.uptime;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The hub's time as far as it is known here: what it last said, and a monotonic clock from there. So a jump of the host's
 * clock moves nothing. Until the hub has said anything it is the host's clock as it was in the beginning.
 *
 * <p>An answer that took longer says less: it only counts when it tells that we are off by more than it may be wrong.
 */
public final class HubClock {

    private final LongSupplier nanos;
    private long since;
    private Instant then;

    public HubClock() {
        this(Instant.now(), System::nanoTime);
    }

    HubClock(Instant begun, LongSupplier nanos) {
        this.nanos = nanos;
        this.then = begun;
        this.since = nanos.getAsLong();
    }

    public synchronized Instant now() {
        return then.plusNanos(nanos.getAsLong() - since);
    }

    /**
     * The hub looked at its clock somewhere between our asking and its answer.
     *
     * @param askedAtNanos of {@link System#nanoTime}
     */
    public synchronized void heard(Instant hubTime, long askedAtNanos, long heardAtNanos) {
        var uncertain = Duration.ofNanos(heardAtNanos - askedAtNanos).dividedBy(2);
        var told = hubTime.plus(uncertain).plusNanos(nanos.getAsLong() - heardAtNanos);
        var known = now();
        if (Duration.between(known, told).abs().compareTo(uncertain) > 0) {
            then = told;
            since = nanos.getAsLong();
        }
    }
}
