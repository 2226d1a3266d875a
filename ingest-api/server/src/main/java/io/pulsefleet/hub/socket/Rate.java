package io.pulsefleet.hub.socket;

/** How many messages one may send: so many at once, and so many a second after that. */
public final class Rate {

    private final double burst;
    private final double perSecond;
    private double left;
    private long lastNanos;

    public Rate(int burst, int perSecond, long nowNanos) {
        this.burst = burst;
        this.perSecond = perSecond;
        this.left = burst;
        this.lastNanos = nowNanos;
    }

    public synchronized boolean takes(long nowNanos) {
        left = Math.min(burst, left + (nowNanos - lastNanos) / 1e9 * perSecond);
        lastNanos = nowNanos;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
