package io.pulsefleet.hub.http;

import io.pulsefleet.hub.DatabaseIsLost;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.series.PastAwayException;
import io.pulsefleet.wire.Problem;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/**
 * Every failure is answered as a problem.
 *
 * <p>What the caller did wrong is told to the caller and not logged. A database that is away is 503 and may be tried
 * again. Anything else is our bug: 500 with an id that stands in the log beside the stack.
 */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = System.getLogger(ProblemMapper.class.getName());

    @Inject
    Event<DatabaseIsLost> lost;

    @Override
    public Response toResponse(Throwable thrown) {
        var answer = answerTo(thrown);
        if (StoreException.isLost(thrown) && !answer.getHeaders().containsKey(Problems.AWAY)) {
            lost.fire(new DatabaseIsLost());
        }
        return answer;
    }

    /** For those who are no REST resource. */
    public static Response answerTo(Throwable thrown) {
        var failure = thrown instanceof CompletionException late && late.getCause() != null ? late.getCause() : thrown;
        if (failure instanceof WebApplicationException told) {
            return ofTold(told);
        }
        if (failure instanceof PastAwayException) {
            LOG.log(
                    Level.WARNING,
                    "The past cannot be read: {0}",
                    rootOf(failure).getMessage());
            return Problems.pastIsAway();
        }
        if (StoreException.isAway(failure)) {
            LOG.log(
                    Level.WARNING,
                    "The database did not do it: {0}",
                    rootOf(failure).getMessage());
            return Problems.notNow("The database is away; nothing of this request was kept.");
        }
        var id = UUID.randomUUID();
        LOG.log(Level.ERROR, "Failure " + id, failure);
        return Problems.answer(Problem.of(500, "Our failure", "It is in the hub's log as " + id + "."));
    }

    private static Response ofTold(WebApplicationException told) {
        var response = told.getResponse();
        if (response.getStatus() < 400 || isProblem(response)) {
            return response;
        }
        var answer = Response.fromResponse(Problems.ofStatus(response.getStatus()));
        response.getHeaders().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Content-Type") && !name.equalsIgnoreCase("Content-Length")) {
                values.forEach(value -> answer.header(name, value)); // Allow, Retry-After
            }
        });
        return answer.build();
    }

    private static boolean isProblem(Response response) {
        return response.getMediaType() != null
                && Problem.MEDIA_TYPE.equals(response.getMediaType().toString());
    }

    private static Throwable rootOf(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
