package io.pulsefleet.store.uptime;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * From where each part of a span is read: whole months, whole days beside them, whole hours beside these, and the rest
 * heartbeat by heartbeat. Months and days are UTC's.
 */
record Cover(List<Part> months, List<Part> days, List<Part> hours, List<Part> raw) {

    /** @param to not included */
    record Part(Instant from, Instant to) {}

    /** What is inside, in whole units, and what is left of the span. */
    private record Split(List<Part> inside, List<Part> outside) {}

    /** @param rolled up to when hours are rolled up, and days and months that are over by then */
    static Cover of(Instant from, Instant to, Instant rolled) {
        return of(split(List.of(new Part(from, to)), rolled, ChronoUnit.MONTHS), rolled);
    }

    /** Of months nobody knows more than how many there were of what. */
    static Cover withoutMonths(Instant from, Instant to, Instant rolled) {
        return of(new Split(List.of(), List.of(new Part(from, to))), rolled);
    }

    private static Cover of(Split months, Instant rolled) {
        var days = split(months.outside(), rolled, ChronoUnit.DAYS);
        var hours = split(days.outside(), rolled, ChronoUnit.HOURS);
        return new Cover(months.inside(), days.inside(), hours.inside(), hours.outside());
    }

    private static Split split(List<Part> parts, Instant rolled, ChronoUnit unit) {
        var inside = new ArrayList<Part>();
        var outside = new ArrayList<Part>();
        for (var part : parts) {
            var first = beginOf(part.from(), unit).equals(part.from())
                    ? part.from()
                    : next(beginOf(part.from(), unit), unit);
            var last = beginOf(part.to().isBefore(rolled) ? part.to() : rolled, unit);
            if (!first.isBefore(last)) {
                outside.add(part);
                continue;
            }
            inside.add(new Part(first, last));
            if (part.from().isBefore(first)) {
                outside.add(new Part(part.from(), first));
            }
            if (last.isBefore(part.to())) {
                outside.add(new Part(last, part.to()));
            }
        }
        return new Split(inside, outside);
    }

    static Instant beginOf(Instant at, ChronoUnit unit) {
        var utc = ZonedDateTime.ofInstant(at, ZoneOffset.UTC);
        return unit == ChronoUnit.MONTHS
                ? utc.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).toInstant()
                : utc.truncatedTo(unit).toInstant();
    }

    static Instant next(Instant begin, ChronoUnit unit) {
        return ZonedDateTime.ofInstant(begin, ZoneOffset.UTC).plus(1, unit).toInstant();
    }
}
