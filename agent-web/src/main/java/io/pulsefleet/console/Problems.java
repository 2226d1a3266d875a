package io.pulsefleet.console;

import io.pulsefleet.wire.Problem;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Refusals as answers. */
final class Problems {

    private Problems() {}

    static Response answer(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }

    /** Empty when the password was right. */
    static Optional<Problem> ofVerdict(SignIns.Verdict verdict) {
        return switch (verdict) {
            case RIGHT -> Optional.empty();
            case WRONG ->
                Optional.of(Problem.of(401, "Who are you?", "This user and password do not belong together."));
            case TOO_MANY ->
                Optional.of(Problem.of(
                        429, "Too many wrong passwords", "Too many wrong passwords. Wait a while, then try again."));
        };
    }
}
