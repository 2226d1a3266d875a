package io.pulsefleet.settings.schedule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Hours in which nothing is visited, by the clocks of the schedule's zone.
 *
 * <pre>
 * Mon-Fri 08:00-18:00   Sat,Sun   22:00-06:00
 * </pre>
 *
 * @param days on which they begin; Sunday is 0
 * @param from minutes of the day, the first in which nothing is visited
 * @param to minutes of the day, the first in which something is visited again; of the next day where not after from
 */
record Hours(BitSet days, int from, int to) {

    private static final String ALLOWED = "may be days, hours or both, as 'not Mon-Fri 08:00-18:00', 'not Sat,Sun' or"
            + " 'not 22:00-06:00'; days are Mon Tue Wed Thu Fri Sat Sun";
    private static final Pattern TEXT =
            Pattern.compile("(?<days>[A-Za-z]{3}[A-Za-z,-]*)?(^|$|\\s+)((?<from>[0-9:]+)\\s*-\\s*(?<to>[0-9:]+))?");
    private static final int A_DAY = 24 * 60;

    /** @throws IllegalArgumentException that says what they may be */
    static Hours of(String text) {
        var parts = TEXT.matcher(text.strip());
        if (text.isBlank() || !parts.matches()) {
            throw new IllegalArgumentException(ALLOWED);
        }
        var days = parts.group("days") == null ? everyDay() : days(parts.group("days"));
        if (parts.group("from") == null) {
            return new Hours(days, 0, A_DAY);
        }
        var from = minutes(parts.group("from"));
        var to = minutes(parts.group("to"));
        if (from == A_DAY || from == to) {
            throw new IllegalArgumentException("must end at another time than it begins; " + ALLOWED);
        }
        return new Hours(days, from, to);
    }

    private static BitSet everyDay() {
        var days = new BitSet();
        days.set(0, 7);
        return days;
    }

    private static BitSet days(String text) {
        var days = new BitSet();
        for (var part : text.split(",", -1)) {
            var ends = part.split("-", -1);
            var first = day(ends[0]);
            var last = day(ends[ends.length - 1]);
            if (ends.length > 2) {
                throw new IllegalArgumentException("cannot read the days '" + part + "'; " + ALLOWED);
            }
            for (var day = first; day != last; day = (day + 1) % 7) { // Fri-Mon is a span, too
                days.set(day);
            }
            days.set(last);
        }
        return days;
    }

    private static int day(String text) {
        var day = Cron.DAYS.indexOf(text.toLowerCase(Locale.ROOT));
        if (day < 0) {
            throw new IllegalArgumentException("cannot read the day '" + text + "'; " + ALLOWED);
        }
        return day;
    }

    private static int minutes(String text) {
        if (!text.matches("([01]?[0-9]|2[0-3]):[0-5][0-9]|24:00")) {
            throw new IllegalArgumentException(
                    "cannot read the time '" + text + "': may be 00:00 to 24:00; " + ALLOWED);
        }
        var parts = text.split(":", -1);
        return Integer.parseInt(parts[0]) * 60 + Integer.parseInt(parts[1]);
    }

    /** When they end that this moment lies in; empty where it lies in none. */
    Optional<Instant> endAround(Instant moment, ZoneId zone) {
        var local = LocalDateTime.ofInstant(moment, zone);
        var minute = local.getHour() * 60 + local.getMinute();
        var today = days.get(number(local.getDayOfWeek()));
        if (from < to) {
            return today && minute >= from && minute < to ? end(local, 0, moment, zone) : Optional.empty();
        }
        if (today && minute >= from) {
            return end(local, 1, moment, zone);
        }
        return days.get(number(local.getDayOfWeek().minus(1))) && minute < to
                ? end(local, 0, moment, zone)
                : Optional.empty();
    }

    private Optional<Instant> end(LocalDateTime local, int daysOn, Instant moment, ZoneId zone) {
        var end = local.toLocalDate().plusDays(daysOn).atStartOfDay().plusMinutes(to);
        var first = Clocks.first(end, zone);
        return Optional.of(first.isAfter(moment) ? first : Clocks.last(end, zone));
    }

    private static int number(DayOfWeek day) {
        return day.getValue() % 7;
    }
}
