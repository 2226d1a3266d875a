package io.pulsefleet.hub.command;

/** How many messages one may send: so many at once, and so many a second after that. */
final class Rate {

    private final double burst;
    private final double perSecond;
    private double left;
    private long lastNanos;

    Rate(int burst, int perSecond, long nowNanos) {
        this.burst = burst;
        this.perSecond = perSecond;
        this.left = burst;
        this.lastNanos = nowNanos;
    }

    synchronized boolean takes(long nowNanos) {
        left = Math.min(burst, left + (nowNanos - lastNanos) / 1e9 * perSecond);
        lastNanos = nowNanos;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
