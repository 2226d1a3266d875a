package io.pulsefleet.settings.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The moments of visits. By an interval they are whole multiples of it since the epoch, so that the frames of all hosts
 * align: every 10 s is {@code :00 :10 :20}. Pure.
 *
 * @param every counts where the schedule says nothing else
 */
public record Timetable(Schedule schedule, Duration every) {

    private static final Duration LONGEST = Duration.ofDays(9 * 366);

    /** So many hours with nothing in them, one after the other, are taken for all that will be. */
    private static final int MOST_SKIPPED = 10_000;

    /** The first moment after this one; empty where there is none: it is paused, or its hours leave none. */
    public Optional<Instant> after(Instant moment) {
        if (schedule.paused()) {
            return Optional.empty();
        }
        var next = candidate(moment);
        for (var i = 0; i < MOST_SKIPPED && next.isPresent(); i++) {
            if (next.get().isAfter(moment.plus(LONGEST))) {
                return Optional.empty();
            }
            var end = endOfRest(next.get());
            if (end.isEmpty()) {
                return next;
            }
            next = candidate(end.get().minusNanos(1));
        }
        return Optional.empty();
    }

    /** The first ones after this moment, none where there are none. */
    public Stream<Instant> after(Instant moment, int most) {
        return Stream.iterate(after(moment), Optional::isPresent, at -> after(at.get()))
                .limit(most)
                .flatMap(Optional::stream);
    }

    /** Of those from a moment that is one of them to now, the last. */
    public Instant last(Instant due, Instant now) {
        var last = due;
        for (var next = after(last); next.filter(at -> !at.isAfter(now)).isPresent(); next = after(last)) {
            last = next.get();
        }
        return last;
    }

    /** Whether nothing is to be asked of anybody at this moment. */
    public boolean rests(Instant moment) {
        return schedule.paused() || endOfRest(moment).isPresent();
    }

    private Optional<Instant> candidate(Instant after) {
        return schedule.cron().isPresent()
                ? schedule.cron().get().after(after, schedule.zone())
                : Optional.of(onGrid(after));
    }

    private Instant onGrid(Instant after) {
        var millis = every.toMillis();
        return Instant.ofEpochMilli((Math.floorDiv(after.toEpochMilli(), millis) + 1) * millis);
    }

    private Optional<Instant> endOfRest(Instant moment) {
        return schedule.not().stream()
                .flatMap(hours -> hours.endAround(moment, schedule.zone()).stream())
                .max(Comparator.naturalOrder());
    }
}
