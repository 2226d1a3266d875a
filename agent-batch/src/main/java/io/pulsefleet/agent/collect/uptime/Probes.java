package io.pulsefleet.agent.collect.uptime;

import static java.lang.System.Logger.Level.WARNING;

import io.pulsefleet.wire.uptime.Answer;
import io.pulsefleet.wire.uptime.Assertion;
import io.pulsefleet.wire.uptime.ErrorClass;
import io.pulsefleet.wire.uptime.Heartbeat;
import io.pulsefleet.wire.uptime.Heartbeat.Status;
import io.pulsefleet.wire.uptime.Judged;
import io.pulsefleet.wire.uptime.TrialOutcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Probes a monitor once, and says what was seen in any case. */
final class Probes {

    private static final System.Logger LOG = System.getLogger(Probes.class.getName());

    private final Deadlines deadlines;
    private final LongSupplier nanos;

    Probes(Deadlines deadlines, LongSupplier nanos) {
        this.deadlines = deadlines;
        this.nanos = nanos;
    }

    Heartbeat probe(Monitor monitor, Instant slot, Instant executedAt) {
        try (var attempt = attempt(monitor)) {
            var failure = look(monitor, attempt).failure();
            return heartbeat(monitor, slot, executedAt, attempt, failure, failure.isPresent());
        }
    }

    /** The same, for somebody who waits to see all of it. */
    TrialOutcome trial(Monitor monitor, Instant now) {
        try (var attempt = attempt(monitor)) {
            var look = look(monitor, attempt);
            return new TrialOutcome(
                    heartbeat(monitor, now, now, attempt, look.failure(), true), judged(monitor, look.answer()));
        }
    }

    private static List<Judged> judged(Monitor monitor, Optional<Answer> answer) {
        return answer.stream()
                .flatMap(there -> monitor.expectations().stream().map(one -> one.judge(there)))
                .map(one -> new Judged(
                        one.text(),
                        one.holds(),
                        monitor.secrets().masked(one.seen()).replace('\0', '?')))
                .toList();
    }

    private Attempt attempt(Monitor monitor) {
        return new Attempt(monitor.id(), deadlines, nanos, monitor.timeout().toNanos());
    }

    /** @param answer empty where none came */
    private record Look(Optional<Answer> answer, Optional<ProbeFailedException> failure) {

        static Look failed(ProbeFailedException failure) {
            return new Look(Optional.empty(), Optional.of(failure));
        }
    }

    private static Look look(Monitor monitor, Attempt attempt) {
        try {
            var answer = monitor.usable().probe(monitor.check(), attempt);
            return new Look(
                    Optional.of(answer),
                    Assertion.failure(monitor.expectations(), answer)
                            .map(sentence -> new ProbeFailedException(ErrorClass.ASSERTION, sentence)));
        } catch (IOException failed) {
            return Look.failed(Faults.of(failed, attempt.watch.running(), attempt.isOver()));
        } catch (RuntimeException | StackOverflowError ourBug) {
            LOG.log(WARNING, monitor + ": the probe broke, which is our mistake", ourBug);
            return Look.failed(new ProbeFailedException(ErrorClass.FAILED, String.valueOf(ourBug), ourBug));
        }
    }

    private static Heartbeat heartbeat(
            Monitor monitor,
            Instant slot,
            Instant executedAt,
            Attempt attempt,
            Optional<ProbeFailedException> failure,
            boolean isShown) {
        var phases =
                failure.filter(why -> why.error() == ErrorClass.UNSUPPORTED).isPresent() ? null : attempt.phases();
        var isSlow = monitor.planned().degradedAfter() != null
                && phases != null
                && phases.total()
                        > TimeUnit.NANOSECONDS.toMicros(
                                nanosOf(monitor.planned().degradedAfter()));
        var showsText =
                isShown || monitor.prober().filter(PingProber.class::isInstance).isPresent();
        return new Heartbeat(
                monitor.id(),
                monitor.planned().revision(),
                slot,
                executedAt.truncatedTo(ChronoUnit.MILLIS),
                failure.isPresent() ? Status.DOWN : isSlow ? Status.DEGRADED : Status.UP,
                failure.map(ProbeFailedException::error).orElse(null),
                failure.map(why -> cut(monitor.secrets().masked(why.getMessage()), Heartbeat.LONGEST_MESSAGE))
                        .orElse(null),
                phases,
                List.copyOf(attempt.hops),
                attempt.code,
                attempt.bytes,
                attempt.address,
                attempt.certificateEnds == null ? null : attempt.certificateEnds.truncatedTo(ChronoUnit.MILLIS),
                showsText && attempt.text != null
                        ? cut(monitor.secrets().masked(attempt.text), Heartbeat.LONGEST_ANSWER)
                        : null);
    }

    /** PostgreSQL takes no NUL. */
    private static String cut(String text, int longest) {
        var clean = text.replace('\0', '?');
        if (clean.length() <= longest) {
            return clean;
        }
        return clean.substring(0, Character.isHighSurrogate(clean.charAt(longest - 1)) ? longest - 1 : longest);
    }

    private static long nanosOf(Duration duration) {
        return duration.toNanos();
    }
}
