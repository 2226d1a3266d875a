package io.pulsefleet.store.uptime;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalUnit;
import java.util.ArrayList;
import java.util.List;

/** From where each part of a span is read: whole days, whole hours beside them, and the rest heartbeat by heartbeat. */
record Cover(List<Part> days, List<Part> hours, List<Part> raw) {

    /** @param to not included */
    record Part(Instant from, Instant to) {}

    /** @param rolled up to when hours are rolled up, and days that are over by then */
    static Cover of(Instant from, Instant to, Instant rolled) {
        var days = inner(from, to, rolled, ChronoUnit.DAYS);
        var hours = new ArrayList<Part>();
        var raw = new ArrayList<Part>();
        for (var rest : outside(from, to, days)) {
            var within = inner(rest.from(), rest.to(), rolled, ChronoUnit.HOURS);
            within.forEach(hours::add);
            raw.addAll(outside(rest.from(), rest.to(), within));
        }
        return new Cover(days, hours, raw);
    }

    private static List<Part> inner(Instant from, Instant to, Instant rolled, TemporalUnit unit) {
        var begin = from.truncatedTo(unit);
        var first = begin.equals(from) ? from : begin.plus(1, unit);
        var last = (to.isBefore(rolled) ? to : rolled).truncatedTo(unit);
        return first.isBefore(last) ? List.of(new Part(first, last)) : List.of();
    }

    private static List<Part> outside(Instant from, Instant to, List<Part> inner) {
        if (inner.isEmpty()) {
            return List.of(new Part(from, to));
        }
        var outside = new ArrayList<Part>();
        var part = inner.get(0);
        if (from.isBefore(part.from())) {
            outside.add(new Part(from, part.from()));
        }
        if (part.to().isBefore(to)) {
            outside.add(new Part(part.to(), to));
        }
        return outside;
    }
}
