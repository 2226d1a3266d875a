package io.pulsefleet.hub.query;

import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.series.TooSlowException;
import java.time.Duration;
import java.util.function.Function;

/** How long the database may take for a question, and what is said when it takes longer. */
public final class Patience {

    private static final Duration LONGEST = QueryConfig.get(QueryConfig.TIMEOUT);

    private Patience() {}

    /**
     * @param reading is given the time that each of its statements has
     * @throws jakarta.ws.rs.WebApplicationException 422 that says what to change
     */
    public static <T> T read(Function<Duration, T> reading) {
        try {
            return reading.apply(LONGEST);
        } catch (TooSlowException slow) {
            throw Problems.tooMuch(("The database took longer than %d s for a statement, as PULSE_QUERY_TIMEOUT says."
                            + " Choose a shorter span or fewer agents, or try again when less is going on.")
                    .formatted(LONGEST.toSeconds()));
        }
    }
}
