package io.pulsefleet.store.uptime;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;

/**
 * A maintenance window.
 *
 * @param starts the first one, on the clocks of the time zone
 * @param rule how it comes again, as RFC 5545 says it; null: once
 * @param monitors with the tags: for these, and those that have one of the tags. Both empty: for all
 */
public record Window(
        int id,
        String name,
        LocalDateTime starts,
        String timeZone,
        int minutes,
        String rule,
        List<Integer> monitors,
        List<String> tags,
        boolean isPublic,
        Instant changedAt,
        String changedBy) {

    public boolean isFor(int monitor, java.util.Collection<String> itsTags) {
        return (monitors.isEmpty() && tags.isEmpty())
                || monitors.contains(monitor)
                || tags.stream().anyMatch(itsTags::contains);
    }
}
