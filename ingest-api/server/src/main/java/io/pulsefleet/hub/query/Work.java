package io.pulsefleet.hub.query;

import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.series.Found;
import io.pulsefleet.store.series.Question;
import io.pulsefleet.store.series.SeriesReader;
import io.pulsefleet.store.series.TooMuchException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Reads within limits. What would decode more than {@link QueryConfig#VALUES} is refused before anything is read. Few
 * heavy questions are read at once; a place is held while something is read, not while a caller takes its time to listen.
 */
@ApplicationScoped
public class Work {

    /** So many values are held at once, packed. */
    private static final long BATCH = 4_000_000;

    private static final Duration WAIT = Duration.ofSeconds(2);

    private final int mostValues = QueryConfig.get(QueryConfig.VALUES);
    private final int heavy = QueryConfig.get(QueryConfig.HEAVY);
    private final int atOnce = QueryConfig.get(QueryConfig.AT_ONCE);
    private final Duration longest = QueryConfig.get(QueryConfig.TIMEOUT);
    private final Semaphore places = new Semaphore(atOnce, true);

    @Inject
    SeriesReader reader;

    /** In how many batches a question of so many values is read; 1: it is small. */
    int batches(Question question) {
        var values = Patience.read(time -> reader.estimate(question, time));
        if (values > mostValues) {
            throw Problems.tooMuch(("Some %,d stored values would have to be decoded; PULSE_QUERY_VALUES allows %,d."
                            + " Choose a shorter span, fewer agents or labels, or a step that is a multiple of 1h.")
                    .formatted(values, mostValues));
        }
        return values <= heavy ? 1 : (int) (values / BATCH) + 2;
    }

    /**
     * @throws jakarta.ws.rs.WebApplicationException 429 when other heavy questions are being read
     * @throws TooMuchException when there is more in hot frames than may be held at once
     */
    <T> T heavy(Question question, boolean mayWait, Function<Found, T> use) {
        try {
            if (!places.tryAcquire((mayWait ? longest : WAIT).toMillis(), TimeUnit.MILLISECONDS)) {
                throw Problems.tooMany(
                        "PULSE_QUERY_AT_ONCE allows %d heavy questions at once.".formatted(atOnce), WAIT);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stop);
        }
        try {
            return use.apply(Patience.read(time -> reader.read(question, Long.MAX_VALUE, BATCH, time)));
        } finally {
            places.release();
        }
    }

    /** @throws TooMuchException when it is a heavy one */
    <T> T light(Question question, Function<Found, T> use) {
        return use.apply(Patience.read(time -> reader.read(question, heavy, time)));
    }

    /** It cannot be divided any more. */
    static WebApplicationException tooMuchHot() {
        return Problems.tooMuch(("More than %,d values that are not packed yet would have to be held at once."
                        + " Choose a shorter span, or name labels.")
                .formatted(BATCH));
    }
}
