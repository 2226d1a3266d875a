package io.pulsefleet.settings.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Moments as crontab(5) writes them: minute, hour, day of the month, month, day of the week.
 *
 * <pre>
 * 30 2 * * Mon-Fri     half past two on working days
 * &#42;/15 8-17 * * *      each quarter of an hour from 8:00 to 17:45
 * </pre>
 *
 * <p>(1) Where both kinds of days are given, either will do. (2) An hour that is named comes once a day: a time that the
 * clocks skip is when they have skipped it, one that they show twice is the first. (3) Where the hour is {@code *} or
 * begins with it, the time that passes counts: in the hour that comes twice each moment does.
 *
 * @param eitherDay both kinds of days are given
 * @param byTimeThatPasses no hour is named
 */
record Cron(
        BitSet minutes,
        BitSet hours,
        BitSet daysOfMonth,
        BitSet months,
        BitSet daysOfWeek,
        boolean eitherDay,
        boolean byTimeThatPasses) {

    /** A 29 February is as far away where a century has none. */
    private static final int LONGEST_YEARS = 9;

    private static final int MINUTES_A_DAY = 24 * 60;
    private static final List<String> MONTHS =
            List.of("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

    /** @throws IllegalArgumentException that says which field is wrong, and what it may be */
    static Cron of(String text) {
        var fields = text.strip().split("\\s+", -1);
        if (fields.length != 5) {
            throw new IllegalArgumentException(
                    "needs 5 fields, minute hour day-of-month month day-of-week, as in 'cron 30 2 * * Mon-Fri'");
        }
        var daysOfWeek = read("day of the week", fields[4], 0, 7, DAYS);
        if (daysOfWeek.get(7)) {
            daysOfWeek.set(0); // Sunday has two numbers
        }
        return new Cron(
                read("minute", fields[0], 0, 59, List.of()),
                read("hour", fields[1], 0, 23, List.of()),
                read("day of the month", fields[2], 1, 31, List.of()),
                read("month", fields[3], 1, 12, MONTHS),
                daysOfWeek,
                !fields[2].startsWith("*") && !fields[4].startsWith("*"),
                fields[1].startsWith("*"));
    }

    private static BitSet read(String name, String text, int least, int most, List<String> names) {
        var all = new BitSet();
        for (var part : text.split(",", -1)) {
            var step = part.split("/", -1);
            var ends = step[0].equals("*") ? new String[] {"" + least, "" + most} : step[0].split("-", -1);
            var from = number(ends[0], names);
            var to = ends.length == 2 ? number(ends[1], names) : from;
            var by = step.length == 2 ? number(step[1], List.of()) : 1;
            if (ends.length > 2
                    || step.length > 2
                    || (step.length == 2 && ends.length == 1)
                    || from < least
                    || to > most
                    || from > to
                    || by < 1) {
                throw new IllegalArgumentException(
                        "cannot read '%s' as %s: may be *, a number from %d to %d%s, a span"
                                        .formatted(
                                                part,
                                                name,
                                                least,
                                                most,
                                                names.isEmpty() ? "" : ", a name as " + names.get(1))
                                + " as 1-5 from the lower to the higher, a step as */2 or 1-5/2, or several of these with commas");
            }
            for (var i = from; i <= to; i += by) {
                all.set(i);
            }
        }
        return all;
    }

    /** -1: it is none. */
    private static int number(String text, List<String> names) {
        return text.matches("[0-9]{1,4}")
                ? Integer.parseInt(text)
                : text.isEmpty() ? -1 : names.indexOf(text.toLowerCase(Locale.ROOT));
    }

    /** The first moment after this one; empty where there is none within nine years: there is no 30 February. */
    Optional<Instant> after(Instant moment, ZoneId zone) {
        var last = moment.atZone(zone).toLocalDate().plusYears(LONGEST_YEARS);
        // the day before: where clocks go back over midnight, its last hour comes again
        for (var day = moment.atZone(zone).toLocalDate().minusDays(1); day.isBefore(last); day = day.plusDays(1)) {
            if (falls(day)) {
                var found = byTimeThatPasses ? passing(day, moment, zone) : named(day, moment, zone);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private boolean falls(LocalDate day) {
        var ofMonth = daysOfMonth.get(day.getDayOfMonth());
        var ofWeek = daysOfWeek.get(day.getDayOfWeek().getValue() % 7);
        return months.get(day.getMonthValue()) && (eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek);
    }

    private Optional<Instant> named(LocalDate day, Instant after, ZoneId zone) {
        for (var i = 0; i < MINUTES_A_DAY; i++) {
            var time = LocalTime.ofSecondOfDay(i * 60L);
            if (rings(time)) {
                var at = Clocks.first(day.atTime(time), zone);
                if (at.isAfter(after)) {
                    return Optional.of(at);
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Instant> passing(LocalDate day, Instant after, ZoneId zone) {
        var end = Clocks.last(day.plusDays(1).atStartOfDay(), zone);
        var begin = Clocks.first(day.atStartOfDay(), zone);
        var at = begin.isAfter(after)
                ? begin
                : after.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
        for (; at.isBefore(end); at = at.plusSeconds(60)) {
            var local = LocalDateTime.ofInstant(at, zone);
            if (local.toLocalDate().equals(day) && rings(local.toLocalTime())) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    private boolean rings(LocalTime time) {
        return hours.get(time.getHour()) && minutes.get(time.getMinute());
    }
}
