package io.pulsefleet.hub.commit;

import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.wire.Problem;
import jakarta.ws.rs.WebApplicationException;

/** What an outcome is as an answer. */
public final class Answers {

    private Answers() {}

    /**
     * Whether it was taken now; false: it was known.
     *
     * @throws WebApplicationException 400, 503 or 500: nothing of it was kept
     */
    public static boolean isTaken(Outcome outcome) {
        if (outcome instanceof Outcome.Broken broken) {
            throw Problems.badField("", "The database found fault with it: " + broken.why());
        }
        if (outcome instanceof Outcome.Away away) {
            throw new WebApplicationException(away.why(), Problems.notNow(away.why()));
        }
        if (outcome instanceof Outcome.Failed failed) {
            throw Problems.exception(Problem.of(500, "Our failure", "It is in the hub's log as " + failed.id() + "."));
        }
        return outcome instanceof Outcome.Taken;
    }
}
