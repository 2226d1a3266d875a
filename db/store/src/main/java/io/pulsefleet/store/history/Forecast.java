package io.pulsefleet.store.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How much there will be: what is there and is not over by then, and what comes until then at the pace of the last days.
 *
 * @param perDay bytes that each day adds
 */
record Forecast(List<Piece> pieces, double perDay, int keepDays, Instant now) {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LEAST = Duration.ofHours(1);

    /** Some bytes, and of which time they tell. */
    record Piece(Instant from, Instant until, long bytes) {}

    /** @param since nothing is older than that */
    static Forecast of(List<Piece> pieces, Instant since, Duration window, int keepDays, Instant now) {
        var recent = pieces.stream()
                .filter(piece -> piece.until().isAfter(now.minus(window)))
                .filter(piece -> piece.from().isBefore(now))
                .toList();
        var start = recent.stream()
                .map(Piece::from)
                .min(Instant::compareTo)
                .filter(from -> from.isAfter(since))
                .orElse(since);
        var span = Duration.between(start, now);
        var days = days(span.compareTo(LEAST) < 0 ? LEAST : span);
        return new Forecast(pieces, recent.stream().mapToLong(Piece::bytes).sum() / days, keepDays, now);
    }

    long in(int horizonDays) {
        var staying = pieces.stream()
                .filter(piece -> days(Duration.between(piece.until(), now)) + horizonDays < keepDays)
                .mapToLong(Piece::bytes)
                .sum();
        return staying + Math.round(perDay * Math.min(horizonDays, keepDays));
    }

    private static double days(Duration time) {
        return (double) time.toMillis() / DAY.toMillis();
    }
}
