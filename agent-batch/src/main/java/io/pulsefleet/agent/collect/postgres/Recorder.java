package io.pulsefleet.agent.collect.postgres;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.wire.postgres.Activity.Session;
import io.pulsefleet.wire.postgres.Locks.Lock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The flight recorder: keeps all that is seen while somebody is blocked, and what was seen just before.
 *
 * <pre>
 * QUIET     --somebody waits for as long as the threshold--> RECORDING
 * RECORDING --nobody waits, at three looks in a row--------> QUIET
 * </pre>
 */
final class Recorder {

    static final String KIND = "postgresql.episode";

    private static final int MOST_BEFORE = 5;
    private static final int CALM = 3;

    /** What is not told by then is let go, the oldest first. */
    private static final int MOST_UNTOLD = 120;

    private static final int MOST_SESSIONS = 50;
    private static final int MOST_LOCKS = 100;

    private final Duration threshold;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private Optional<Instant> from = Optional.empty();
    private boolean ended;
    private int calm;

    /** What was seen at one moment: who did something, and who waited for whom. */
    record Sample(Instant at, List<Session> sessions, List<Lock> locks) {}

    /**
     * A piece of an episode; all pieces have the same beginning.
     *
     * @param from since when somebody waited
     * @param to the newest sample
     * @param ended whether it is the last piece
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Episode(Instant from, Instant to, boolean ended, List<Sample> samples) {}

    Recorder(Duration threshold) {
        this.threshold = threshold;
    }

    void saw(Sessions sessions) {
        var waited = waited(sessions);
        samples.add(new Sample(
                sessions.at(),
                involved(sessions),
                LockTree.of(sessions).locks().stream().limit(MOST_LOCKS).toList()));
        if (from.isEmpty() || ended) {
            if (waited.filter(this::isTooLong).isPresent()) {
                from = waited.map(sessions.at()::minus);
                ended = false;
                calm = 0;
            }
        } else {
            calm = waited.isPresent() ? 0 : calm + 1;
            ended = calm >= CALM;
        }
        while (samples.size() > (from.isPresent() ? MOST_UNTOLD : MOST_BEFORE)) {
            samples.removeFirst();
        }
    }

    private boolean isTooLong(Duration waited) {
        return waited.compareTo(threshold) >= 0;
    }

    boolean isRecording() {
        return from.isPresent() && !ended;
    }

    /** How long until the one who waits longest has waited too long; empty when nobody waits. */
    Optional<Duration> untilTooLong(Sessions sessions) {
        return waited(sessions).map(threshold::minus);
    }

    private static Optional<Duration> waited(Sessions sessions) {
        return sessions.waitingSince().map(since -> Duration.between(since, sessions.askedAt()));
    }

    /** What was not told before; empty when nothing happens. */
    Optional<Episode> take() {
        if (from.isEmpty() || samples.isEmpty()) {
            return Optional.empty();
        }
        var piece = new Episode(from.get(), samples.getLast().at(), ended, List.copyOf(samples));
        samples.clear();
        if (ended) {
            from = Optional.empty();
            ended = false;
        }
        return Optional.of(piece);
    }

    /** All who do something; if they are too many, those who wait or are waited for before the others. */
    private static List<Session> involved(Sessions sessions) {
        var blockers = sessions.all().stream()
                .flatMap(session -> session.blockedBy().stream())
                .distinct()
                .toList();
        var busy = new ArrayList<>(sessions.all().stream()
                .filter(session -> !"idle".equals(session.state()))
                .toList());
        busy.sort(Comparator.comparing(
                        (Session session) -> session.blockedBy().isEmpty() && !blockers.contains(session.pid()))
                .thenComparing(Session::pid));
        return busy.stream().limit(MOST_SESSIONS).map(Recorder::shortened).toList();
    }

    private static Session shortened(Session session) {
        return new Session(
                session.pid(),
                session.datname(),
                session.usename(),
                session.applicationName(),
                session.clientAddr(),
                session.backendType(),
                session.backendStart(),
                session.xactStart(),
                session.queryStart(),
                session.stateChange(),
                session.waitEventType(),
                session.waitEvent(),
                session.state(),
                session.queryId(),
                LockTree.shortened(session.query()),
                session.blockedBy(),
                session.correlationId());
    }
}
