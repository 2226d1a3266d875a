package io.pulsefleet.agent.hub;

import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Problem;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What came back from one call.
 *
 * @param message where it was asked for and the hub gave one
 */
public record Reply<T>(Answer answer, Optional<T> message) {

    /** Calls the hub. Whatever happens on the way is an answer, too. */
    public static <T> Reply<T> to(Supplier<Response> call, Class<T> wanted) {
        try (var response = ask(call)) {
            var answer = answerOf(response);
            return new Reply<>(
                    answer, answer.is(Answer.Outcome.TAKEN) ? Optional.of(read(response, wanted)) : Optional.empty());
        } catch (ProcessingException noAnswer) {
            return new Reply<>(Answer.none(why(noAnswer)), Optional.empty());
        }
    }

    /** As {@link #to(Supplier, Class)}, where the status says all: 201 or 204. A 200 is some other server's. */
    public static Answer to(Supplier<Response> call) {
        try (var response = ask(call)) {
            return response.getStatus() == 200
                    ? Answer.none("HTTP 200, which no hub answers to this")
                    : answerOf(response);
        } catch (ProcessingException noAnswer) {
            return Answer.none(why(noAnswer));
        }
    }

    /** MicroProfile's client throws what a status from 400 on says; to us it is an answer like others. */
    private static Response ask(Supplier<Response> call) {
        try {
            return call.get();
        } catch (WebApplicationException status) {
            return status.getResponse();
        }
    }

    private static Answer answerOf(Response response) {
        return Answer.of(
                response.getStatus(),
                problemIn(response),
                Optional.ofNullable(response.getHeaderString(HttpHeaders.RETRY_AFTER)),
                Instant.now());
    }

    private static Optional<Problem> problemIn(Response response) {
        var type = response.getMediaType();
        return type != null && "problem+json".equals(type.getSubtype())
                ? Optional.of(read(response, Problem.class))
                : Optional.empty();
    }

    /**
     * Reads the bytes ourselves: as soon as the same application also serves a REST API, RESTEasy hands a refusal on
     * without the client's own readers and finds none for a problem.
     */
    private static <T> T read(Response response, Class<T> type) {
        try {
            return Json.read(response.readEntity(byte[].class), type);
        } catch (IOException unreadable) {
            throw new ProcessingException("it answered what is no " + type.getSimpleName(), unreadable);
        }
    }

    /** The innermost reason says it: {@code Connection refused}. */
    private static String why(Throwable noAnswer) {
        var reason = noAnswer;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        return reason.getClass().getSimpleName().replace("Exception", "") + ": " + reason.getMessage();
    }
}
