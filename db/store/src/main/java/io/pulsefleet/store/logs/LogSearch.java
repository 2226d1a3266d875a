package io.pulsefleet.store.logs;

import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.logs.Slices.Slice;
import io.pulsefleet.store.series.Snapshot;
import io.pulsefleet.store.series.TooSlowException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds lines of logs.
 *
 * <p>(1) A stretch of time is searched in pieces until enough is found, all of it was searched, or time is up; the answer
 * tells how far it went, and the next question goes on there. (2) Pages neither leave out a line nor repeat one, so long as
 * none that is late comes between: lines are ordered by moment and number.
 */
@ApplicationScoped
public class LogSearch {

    /** What is dated further ahead of its arrival than this is not found. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final int FETCHED = 500;

    /** Of one page, about, in characters. */
    private static final int HEAVIEST = 16 << 20;

    private static final String BAD_PATTERN = "2201B";

    private Snapshot snapshot;

    public LogSearch() {}

    @Inject
    public LogSearch(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /**
     * Behind which line a page begins.
     *
     * @param number of the line; -1: of none, the page before it ended at that moment
     */
    public record Place(Instant at, long number) {}

    /**
     * What is wanted.
     *
     * @param to not included
     * @param after where the page before it ended
     */
    public record Wanted(LogFilter filter, Instant from, Instant to, Optional<Place> after, Order order, int limit) {}

    /**
     * @param searched up to here, or going back down to here, all was searched
     * @param next where the next page begins; empty: there is none
     */
    public record Page(List<StoredLine> lines, Instant searched, Optional<Place> next) {}

    /** How many lines there are, in steps of time and in all. */
    public record Counts(
            Map<Instant, Map<String, Long>> steps,
            Map<Integer, Long> agents,
            Map<String, Long> sources,
            Instant searched) {}

    /** What is wrong with a regular expression; empty: nothing. */
    public Optional<String> complaintOf(String pattern) {
        try {
            return snapshot.look(SHORTEST, connection -> {
                try (var select = connection.prepareStatement("SELECT '' ~ ?")) {
                    select.setString(1, pattern);
                    select.executeQuery().close();
                    return Optional.empty();
                }
            });
        } catch (StoreException refused) {
            if (BAD_PATTERN.equals(StoreException.stateOf(refused))) {
                return Optional.of(String.valueOf(refused.getCause().getMessage()));
            }
            throw refused;
        }
    }

    /**
     * @param longest that it may take, about
     * @throws TooSlowException when not even a second's lines could be searched
     */
    public Page page(Wanted wanted, Duration longest) {
        var begin = wanted.after().map(Place::at);
        var goesBack = wanted.order() == Order.NEWEST_FIRST;
        var from =
                goesBack ? wanted.from() : begin.filter(wanted.from()::isBefore).orElse(wanted.from());
        var to = goesBack
                ? begin.map(at -> at.plusNanos(1_000))
                        .filter(wanted.to()::isAfter)
                        .orElse(wanted.to())
                : wanted.to();
        var slices = new Slices(from, to, wanted.order(), Duration.ofSeconds(1));
        var lines = new ArrayList<StoredLine>();
        var end = System.nanoTime() + longest.toNanos();
        while (!slices.isDone()) {
            var isFull = step(
                    slices,
                    longest,
                    end,
                    (slice, patience) -> snapshot.look(patience, connection -> read(connection, wanted, slice, lines)));
            if (isFull.isEmpty()) {
                return new Page(lines, slices.reached(), Optional.of(new Place(slices.reached(), -1)));
            }
            if (isFull.get()) {
                var last = lines.get(lines.size() - 1);
                return new Page(lines, last.at(), Optional.of(new Place(last.at(), last.number())));
            }
        }
        return new Page(lines, slices.reached(), Optional.empty());
    }

    /** In steps of time, from the newest to the oldest as far as time allows. */
    public Counts counts(LogFilter filter, Instant from, Instant to, Duration step, Duration longest) {
        var slices = new Slices(from, to, Order.NEWEST_FIRST, step);
        var counts = new Counts(new TreeMap<>(), new HashMap<>(), new HashMap<>(), from);
        var end = System.nanoTime() + longest.toNanos();
        while (!slices.isDone()) {
            var counted = step(
                    slices,
                    longest,
                    end,
                    (slice, patience) ->
                            snapshot.look(patience, connection -> count(connection, filter, slice, step, counts)));
            if (counted.isEmpty()) {
                break;
            }
        }
        return new Counts(counts.steps(), counts.agents(), counts.sources(), slices.reached());
    }

    private interface Reading<T> {
        T of(Slice slice, Duration patience);
    }

    /** The next piece, or a shorter one where that does not end in time. Empty: time is up. */
    private static <T> Optional<T> step(Slices slices, Duration longest, long end, Reading<T> reading) {
        while (true) {
            var left = Duration.ofNanos(end - System.nanoTime());
            if (left.compareTo(SHORTEST) < 0) {
                return Optional.empty();
            }
            var patience = left.compareTo(longest.dividedBy(2)) < 0 ? left : longest.dividedBy(2);
            var slice = slices.next();
            var begun = System.nanoTime();
            try {
                var found = reading.of(slice, patience);
                slices.done(slice, Duration.ofNanos(System.nanoTime() - begun));
                return Optional.of(found);
            } catch (TooSlowException slow) {
                if (!slices.tooSlow(slice)) {
                    throw slow;
                }
            }
        }
    }

    /** @return whether the page is full */
    private static boolean read(Connection connection, Wanted wanted, Slice slice, List<StoredLine> before)
            throws SQLException {
        var goesBack = wanted.order() == Order.NEWEST_FIRST;
        var asking = linesIn(slice, "SELECT " + StoredLine.COLUMNS);
        wanted.after()
                .ifPresent(place -> asking.and(
                        goesBack ? " AND (at, number) < (?, ?)" : " AND (at, number) > (?, ?)",
                        place.at(),
                        place.number()));
        // lines that came before there were numbers are told apart by nothing: none of a moment is left to the next
        // page
        asking.and(wanted.filter())
                .and(
                        goesBack
                                ? " ORDER BY at DESC, number DESC FETCH FIRST ? ROWS WITH TIES"
                                : " ORDER BY at, number FETCH FIRST ? ROWS WITH TIES",
                        wanted.limit() - before.size());
        var lines = new ArrayList<>(before);
        var isFull = false;
        var weight = lines.stream().mapToLong(StoredLine::weight).sum();
        try (var select = asking.on(connection)) {
            select.setFetchSize(FETCHED);
            try (var rows = select.executeQuery()) {
                while (!isFull && rows.next()) {
                    var line = StoredLine.of(rows);
                    isFull = weight > HEAVIEST && !line.isAt(lines.get(lines.size() - 1));
                    if (!isFull) {
                        weight += line.weight();
                        lines.add(line);
                    }
                }
            }
        }
        before.addAll(lines.subList(before.size(), lines.size())); // all of it, or nothing where it did not end in time
        return isFull || before.size() >= wanted.limit();
    }

    /** The day of arrival leaves partitions out: late data came later than what it is about. */
    private static Asking linesIn(Slice slice, String select, Object... first) {
        return new Asking(select, first)
                .and(
                        " FROM log_line WHERE received_at >= ? AND at >= ? AND at < ?",
                        slice.from().minus(AHEAD),
                        slice.from(),
                        slice.to());
    }

    private static boolean count(Connection connection, LogFilter filter, Slice slice, Duration step, Counts into)
            throws SQLException {
        var asking = linesIn(
                        slice,
                        "SELECT date_bin(make_interval(secs => ?), at, 'epoch') AS step, severity, agent, source,"
                                + " grouping(agent) AS ofHosts, grouping(source) AS ofSources, count(*) AS count",
                        (double) step.toSeconds())
                .and(filter)
                .and(" GROUP BY GROUPING SETS ((1, 2), (agent), (source))");
        try (var select = asking.on(connection);
                var rows = select.executeQuery()) {
            while (rows.next()) {
                var count = rows.getLong("count");
                if (rows.getInt("ofHosts") == 0) {
                    into.agents().merge(rows.getInt("agent"), count, Long::sum);
                } else if (rows.getInt("ofSources") == 0) {
                    into.sources().merge(rows.getString("source"), count, Long::sum);
                } else {
                    into.steps()
                            .computeIfAbsent(
                                    rows.getObject("step", OffsetDateTime.class).toInstant(), first -> new TreeMap<>())
                            .merge(rows.getString("severity"), count, Long::sum);
                }
            }
        }
        return true;
    }
}
