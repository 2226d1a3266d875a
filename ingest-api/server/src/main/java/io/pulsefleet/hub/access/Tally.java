package io.pulsefleet.hub.access;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What may happen ten thousand times a minute is told twice: when it happens first, and after a minute how often it did
 * since. Of more than {@code most} things at once only their number is kept.
 */
final class Tally<T> {

    static final Duration BETWEEN = Duration.ofMinutes(1);

    private final int most;
    private final Map<T, Seen> seen = new LinkedHashMap<>();
    private long others;
    private Instant othersSince;

    private record Seen(Instant since, long times) {}

    /** @param times how often since it was told last */
    record Often<T>(T what, long times) {}

    /**
     * @param often those that happened again
     * @param others how often anything happened for which there was no room
     */
    record Due<T>(List<Often<T>> often, long others) {}

    Tally(int most) {
        this.most = most;
    }

    /** @return whether it is to be told now */
    synchronized boolean note(T what, Instant now) {
        var before = seen.get(what);
        if (before != null) {
            seen.put(what, new Seen(before.since(), before.times() + 1));
            return false;
        }
        if (seen.size() >= most) {
            othersSince = others == 0 ? now : othersSince;
            others++;
            return false;
        }
        seen.put(what, new Seen(now, 0));
        return true;
    }

    /** What is to be told now of what happened more than once. */
    synchronized Due<T> due(Instant now) {
        var over = now.minus(BETWEEN);
        var often = new ArrayList<Often<T>>();
        for (var entry : List.copyOf(seen.entrySet())) {
            var its = entry.getValue();
            if (its.since().isAfter(over)) {
                continue;
            }
            seen.remove(entry.getKey());
            if (its.times() > 0) {
                often.add(new Often<>(entry.getKey(), its.times()));
                seen.put(entry.getKey(), new Seen(now, 0)); // it goes on, perhaps
            }
        }
        var crowd = others > 0 && !othersSince.isAfter(over) ? others : 0;
        others -= crowd;
        return new Due<>(List.copyOf(often), crowd);
    }
}
