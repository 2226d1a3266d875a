package io.pulsefleet.console;

import static java.lang.System.Logger.Level.ERROR;

import io.pulsefleet.agent.collect.postgres.NoSuchDatabaseException;
import io.pulsefleet.agent.jobs.NoSuchJobException;
import io.pulsefleet.agent.jobs.NotNowException;
import io.pulsefleet.wire.Problem;
import io.pulsefleet.wire.UnreadableException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Every failure as {@code application/problem+json}. Only what is our bug is logged. */
@Provider
public class ProblemMapper implements ExceptionMapper<Exception> {

    private static final System.Logger LOG = System.getLogger(ProblemMapper.class.getName());

    @Override
    public Response toResponse(Exception failure) {
        return Problems.answer(problemOf(failure));
    }

    private static Problem problemOf(Exception failure) {
        if (failure instanceof NoSuchJobException unknown) {
            return Problem.of(404, "No such job", unknown.getMessage());
        }
        if (failure instanceof NoSuchDatabaseException unknown) {
            return Problem.of(404, "No such database", unknown.getMessage());
        }
        if (failure instanceof NotNowException notNow) {
            return Problem.of(409, "Not now", notNow.getMessage());
        }
        if (failure instanceof UnreadableException unreadable) {
            return Problem.ofField(
                    400,
                    "Not readable",
                    unreadable.field().isEmpty() ? null : unreadable.field(),
                    unreadable.getMessage());
        }
        if (failure instanceof WebApplicationException refused) {
            var status = refused.getResponse().getStatusInfo();
            return Problem.of(status.getStatusCode(), status.getReasonPhrase(), sentenceFor(status.getStatusCode()));
        }
        LOG.log(ERROR, "the console failed", failure);
        return Problem.of(500, "Our fault", "Something went wrong in the agent. Its log says what.");
    }

    private static String sentenceFor(int status) {
        return switch (status) {
            case 404 -> "There is nothing at this address.";
            case 405 -> "This address does not take this method.";
            case 406 -> "This address answers in application/json only.";
            case 415 -> "This address takes application/json only.";
            default -> "This request cannot be answered.";
        };
    }
}
