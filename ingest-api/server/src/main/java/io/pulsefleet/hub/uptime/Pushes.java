package io.pulsefleet.hub.uptime;

import io.pulsefleet.store.uptime.NewHeartbeat;
import io.pulsefleet.store.uptime.Standing;
import io.pulsefleet.store.uptime.Watched;
import io.pulsefleet.wire.uptime.ErrorClass;
import io.pulsefleet.wire.uptime.PushCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What comes by itself, and what should have come. */
final class Pushes {

    private static final Duration LEAST_GRACE = Duration.ofMinutes(1);
    private static final int PART_OF_THE_PERIOD = 10;
    private static final int MICROS = 1_000_000;

    private Pushes() {}

    /** @param took null: it did not say */
    static NewHeartbeat told(int monitor, long revision, Instant at, Double took, int exitCode, String message) {
        var micros = took == null ? null : (int) Math.min(Integer.MAX_VALUE, Math.round(took * MICROS));
        return heartbeat(
                monitor,
                revision,
                at,
                at,
                exitCode == 0 ? "up" : NewHeartbeat.DOWN,
                exitCode == 0 ? null : ErrorClass.EXIT_CODE.name(),
                exitCode == 0 ? message : "exit code " + exitCode + (message == null ? "" : ": " + message),
                micros,
                exitCode);
    }

    /** The first period in which nothing came, when it and its grace are over; one at a time. */
    static Optional<NewHeartbeat> missed(
            Watched monitor, Duration grace, Standing newest, Listening listening, Instant now) {
        var usual = newest.slot().plus(monitor.every());
        var due = listening.excused(usual, monitor.every(), grace);
        // the grace is given once: what was missed already is missed again a period later
        var isMissedAgain = ErrorClass.MISSED.name().equals(newest.error()) && due.equals(usual);
        if (due.plus(isMissedAgain ? Duration.ZERO : grace).isAfter(now)) {
            return Optional.empty();
        }
        var since = "nothing came for " + monitor.every().toSeconds() + " s";
        return Optional.of(
                heartbeat(monitor.id(), 0, due, now, NewHeartbeat.DOWN, ErrorClass.MISSED.name(), since, null, null));
    }

    static Duration grace(Watched monitor) {
        var told = Checks.stored(monitor.kind(), monitor.check())
                .filter(PushCheck.class::isInstance)
                .map(check -> ((PushCheck) check).grace());
        return told.orElseGet(() -> {
            var part = monitor.every().dividedBy(PART_OF_THE_PERIOD);
            return part.compareTo(LEAST_GRACE) < 0 ? LEAST_GRACE : part;
        });
    }

    private static NewHeartbeat heartbeat(
            int monitor,
            long revision,
            Instant slot,
            Instant at,
            String status,
            String error,
            String message,
            Integer micros,
            Integer code) {
        return new NewHeartbeat(
                monitor,
                NewHeartbeat.PUSH,
                slot,
                0,
                0,
                revision,
                at,
                status,
                error,
                message,
                micros == null ? null : Integer.valueOf(0),
                micros == null ? null : Integer.valueOf(0),
                micros == null ? null : Integer.valueOf(0),
                micros == null ? null : Integer.valueOf(0),
                micros,
                code,
                null,
                null,
                null,
                null,
                null);
    }
}
