package io.pulsefleet.hub.windows;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How a window stands to the last success of its target before it.
 *
 * <pre>
 * success  |------|                  the last success
 * FIRST    |------|                  none before it is known
 * ON              |-----|            starts where that ended: nothing is missing, nothing is counted twice
 * GAP                |-----|         starts later: nobody has asked for the time between
 * OVERLAP      |-----|               starts before: what happened in both is counted twice
 * </pre>
 *
 * <p>A window that failed is not done: the next one starts where it started, or where the last success ended.
 */
public enum Follows {
    @JsonProperty("first")
    FIRST,
    @JsonProperty("on")
    ON,
    @JsonProperty("gap")
    GAP,
    @JsonProperty("overlap")
    OVERLAP;

    private static final Comparator<WindowRow> IN_TIME = Comparator.comparing(WindowRow::end)
            .thenComparing(WindowRow::batchIndex)
            .thenComparing(WindowRow::receivedAt);

    private record Series(UUID agent, String target) {}

    /** Each UUID once, as it came last; the newest window first. */
    static List<WindowRow> mark(Collection<WindowRow> windows) {
        var lastSuccess = new HashMap<Series, Instant>();
        var marked = new ArrayList<WindowRow>();
        for (var window : latest(windows).stream().sorted(IN_TIME).toList()) {
            var series = new Series(window.agent(), window.target());
            marked.add(mark(window, lastSuccess.get(series)));
            if (window.isSuccess()) {
                lastSuccess.merge(series, window.end(), (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        Collections.reverse(marked);
        return marked;
    }

    private static WindowRow mark(WindowRow window, Instant lastSuccess) {
        if (lastSuccess == null) {
            return window.following(FIRST, 0);
        }
        var apart = Duration.between(lastSuccess, window.start());
        var seconds = apart.abs().toMillis() / 1000.0;
        return apart.isZero() ? window.following(ON, 0) : window.following(apart.isNegative() ? OVERLAP : GAP, seconds);
    }

    /** A payload that came again under its UUID stands in the place of the one before (PA-06). */
    private static Collection<WindowRow> latest(Collection<WindowRow> windows) {
        record Key(UUID agent, UUID uuid) {}
        Map<Key, WindowRow> latest = new LinkedHashMap<>();
        for (var window : windows) {
            latest.merge(
                    new Key(window.agent(), window.uuid()),
                    window,
                    (one, other) -> other.receivedAt().isAfter(one.receivedAt()) ? other : one);
        }
        return latest.values();
    }
}
