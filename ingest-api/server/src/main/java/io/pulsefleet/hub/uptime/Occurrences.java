package io.pulsefleet.hub.uptime;

import io.pulsefleet.store.uptime.Window;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;

/**
 * When a window is open. Its rule is followed on the clocks of its time zone: what is at 02:00 stays at 02:00 when the clocks
 * change. An hour that the clocks leave out is had an hour later; one that they have twice, the first time.
 */
final class Occurrences {

    private static final Set<Freq> SELDOM_ENOUGH =
            Set.of(Freq.HOURLY, Freq.DAILY, Freq.WEEKLY, Freq.MONTHLY, Freq.YEARLY);
    private static final int MOST = 10_000;

    private Occurrences() {}

    /** @param to not included */
    record Occurrence(Instant from, Instant to) {}

    /**
     * Those that are open at some time of the span, at most so many.
     *
     * @throws IllegalArgumentException the rule or the time zone is none; the message says why
     */
    static List<Occurrence> of(Window window, Instant from, Instant to, int most) {
        var zone = zone(window.timeZone());
        var length = Duration.ofMinutes(window.minutes());
        var found = new ArrayList<Occurrence>();
        if (window.rule() == null) {
            add(found, window.starts(), zone, length, from, to);
            return found;
        }
        var next = rule(window.rule()).iterator(floating(window.starts()));
        // a day more, for the clocks of the zone
        var behind = LocalDateTime.ofInstant(from.minus(length), zone).minusDays(1);
        if (behind.isAfter(window.starts())) {
            next.fastForward(floating(behind));
        }
        for (int looked = 0; next.hasNext() && looked < MOST && found.size() < most; looked++) {
            var starts = local(next.nextDateTime());
            if (!starts.atZone(zone).toInstant().isBefore(to)) {
                break;
            }
            add(found, starts, zone, length, from, to);
        }
        return found;
    }

    /** @throws IllegalArgumentException it is none, or one that comes all the time */
    static RecurrenceRule rule(String text) {
        try {
            var rule = new RecurrenceRule(text, RecurrenceRule.RfcMode.RFC5545_STRICT);
            if (!SELDOM_ENOUGH.contains(rule.getFreq())) {
                throw new IllegalArgumentException("must come hourly, daily, weekly, monthly or yearly");
            }
            return rule;
        } catch (InvalidRecurrenceRuleException refused) {
            throw new IllegalArgumentException(refused.getMessage(), refused);
        }
    }

    static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException refused) {
            throw new IllegalArgumentException("there is no time zone '" + text + "'", refused);
        }
    }

    private static void add(
            List<Occurrence> found, LocalDateTime starts, ZoneId zone, Duration length, Instant from, Instant to) {
        var begin = starts.atZone(zone).toInstant();
        var end = begin.plus(length);
        if (begin.isBefore(to) && end.isAfter(from)) {
            found.add(new Occurrence(begin, end));
        }
    }

    private static DateTime floating(LocalDateTime at) {
        return new DateTime(
                at.getYear(), at.getMonthValue() - 1, at.getDayOfMonth(), at.getHour(), at.getMinute(), at.getSecond());
    }

    /** One without a zone counts as of UTC. */
    private static LocalDateTime local(DateTime floating) {
        return LocalDateTime.ofEpochSecond(floating.getTimestamp() / 1_000, 0, ZoneOffset.UTC);
    }
}
