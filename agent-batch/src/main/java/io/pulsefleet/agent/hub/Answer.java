package io.pulsefleet.agent.hub;

import static io.pulsefleet.agent.hub.Answer.Outcome.AWAY;
import static io.pulsefleet.agent.hub.Answer.Outcome.KNOWN;
import static io.pulsefleet.agent.hub.Answer.Outcome.REFUSED;
import static io.pulsefleet.agent.hub.Answer.Outcome.TAKEN;
import static io.pulsefleet.agent.hub.Answer.Outcome.UNAUTHORIZED;
import static io.pulsefleet.agent.hub.Answer.Outcome.UNKNOWN_SETS;

import io.pulsefleet.wire.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * What became of what we sent to the hub.
 *
 * @param detail for people; empty where all is well
 * @param retryAfter how long the hub asks us to wait
 * @param sets with UNKNOWN_SETS: the hashes of those that it wants to be sent along
 */
public record Answer(Outcome outcome, String detail, Optional<Duration> retryAfter, List<String> sets) {

    /** Whatever asks us to wait, we look again after this long. */
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    public enum Outcome {
        /** It has it now. */
        TAKEN,
        /** It had it before; our last answer was lost. */
        KNOWN,
        /** It wants the definitions of some sets with it. */
        UNKNOWN_SETS,
        /** It would refuse it again. */
        REFUSED,
        /** It does not know us, or not with this token. */
        UNAUTHORIZED,
        /** It could not be asked, or could not decide. It is to be asked again. */
        AWAY
    }

    /**
     * What a status means.
     *
     * <p>A refusal is one only if the hub itself says so, with a problem: a server whose hub is not (yet) there, or a
     * proxy before it, answers 404, 405 or 413 as well, and nothing may be set aside for that.
     *
     * @param problem the body, where it was one
     * @param retryAfter the header, seconds or a date
     */
    public static Answer of(int status, Optional<Problem> problem, Optional<String> retryAfter, Instant now) {
        var detail =
                "HTTP " + status + problem.map(told -> ": " + told.detail()).orElse("");
        return switch (status) {
            case 200, 201 -> of(TAKEN, "");
            case 204 -> of(KNOWN, "");
            case 401, 403 -> of(UNAUTHORIZED, detail);
            case 409 -> conflict(problem, detail);
            case 408, 425, 429 -> away(detail, retryAfter, now);
            default ->
                status >= 400 && status < 500 && problem.isPresent()
                        ? of(REFUSED, detail)
                        : away(detail, retryAfter, now);
        };
    }

    /** There was no answer, or none that a hub would give. */
    public static Answer none(String why) {
        return of(AWAY, why);
    }

    public boolean is(Outcome expected) {
        return outcome == expected;
    }

    private static Answer of(Outcome outcome, String detail) {
        return new Answer(outcome, detail, Optional.empty(), List.of());
    }

    private static Answer conflict(Optional<Problem> problem, String detail) {
        return problem.filter(told -> told.type().equals(Problem.UNKNOWN_SETS))
                .map(told -> new Answer(
                        UNKNOWN_SETS, detail, Optional.empty(), told.sets() == null ? List.of() : told.sets()))
                .orElseGet(() -> of(problem.isPresent() ? REFUSED : AWAY, detail));
    }

    private static Answer away(String detail, Optional<String> retryAfter, Instant now) {
        return new Answer(AWAY, detail, retryAfter.flatMap(header -> pause(header, now)), List.of());
    }

    private static Optional<Duration> pause(String header, Instant now) {
        try {
            var pause = header.chars().allMatch(Character::isDigit)
                    ? Duration.ofSeconds(Long.parseLong(header))
                    : Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from));
            return pause.isNegative() || pause.isZero() ? Optional.empty() : Optional.of(shorter(pause, LONGEST_PAUSE));
        } catch (DateTimeParseException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
