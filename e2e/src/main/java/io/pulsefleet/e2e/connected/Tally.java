package io.pulsefleet.e2e.connected;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What became of all of them. Filled by any thread. */
final class Tally {

    private final AtomicInteger ready = new AtomicInteger();
    private final AtomicLong lastReadyAt = new AtomicLong();
    private final AtomicLong beats = new AtomicLong();
    private final AtomicLong commands = new AtomicLong();
    private final ConcurrentSkipListMap<String, AtomicInteger> refused = new ConcurrentSkipListMap<>();
    private volatile long servesSince = Long.MAX_VALUE;

    /** From now on who is not let in was refused; before that nobody was there. */
    void serves(boolean itDoes) {
        servesSince = itDoes ? System.nanoTime() : Long.MAX_VALUE;
    }

    void isReady() {
        lastReadyAt.set(System.nanoTime());
        ready.incrementAndGet();
    }

    void isNotReady() {
        ready.decrementAndGet();
    }

    void hasBeaten() {
        beats.incrementAndGet();
    }

    void hasAnswered() {
        commands.incrementAndGet();
    }

    /** @param begunAt of the attempt */
    void failed(long begunAt, String why) {
        if (servesSince != Long.MAX_VALUE && begunAt - servesSince > 0) {
            refused.computeIfAbsent(why, none -> new AtomicInteger()).incrementAndGet();
        }
    }

    int ready() {
        return ready.get();
    }

    long lastReadyAt() {
        return lastReadyAt.get();
    }

    long beats() {
        return beats.get();
    }

    long commands() {
        return commands.get();
    }

    Map<String, Integer> refused() {
        var all = new TreeMap<String, Integer>();
        refused.forEach((why, count) -> all.put(why, count.get()));
        return all;
    }
}
