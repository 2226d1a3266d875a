package io.pulsefleet.hub.http;

import io.pulsefleet.store.PlainText;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Problem;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;

/** Answers that say what went wrong. */
public final class Problems {

    /** Seconds after which a caller may ask again, when it is not its fault. */
    public static final int RETRY_AFTER_SECONDS = 5;

    private Problems() {}

    public static Response answer(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(Json.bytes(plain(problem)))
                .build();
    }

    /** Ends the request with 400 that names the part that is wrong. */
    public static WebApplicationException badField(String field, String detail) {
        return exception(Problem.ofField(400, "Bad request", field, detail));
    }

    public static WebApplicationException notFound(String detail) {
        return exception(Problem.of(404, "Not found", detail));
    }

    public static WebApplicationException conflict(String detail) {
        return exception(Problem.of(409, "Conflict", detail));
    }

    public static WebApplicationException exception(Problem problem) {
        return new WebApplicationException(problem.detail(), answer(problem));
    }

    /** Ends the request with 422: it is well said, and more work than we do for one. */
    public static WebApplicationException tooMuch(String detail) {
        return exception(Problem.of(422, "Too much", detail));
    }

    /** Ends the request with 429. */
    public static WebApplicationException tooMany(String detail, Duration wait) {
        var seconds = wait.toSeconds() + 1;
        var problem = Problem.of(429, "Too many requests", detail + " Try again in " + seconds + " s.");
        return new WebApplicationException(
                detail,
                Response.fromResponse(answer(problem))
                        .header(HttpHeaders.RETRY_AFTER, seconds)
                        .build());
    }

    /** 503: it is not the caller's fault, and worth another try. */
    public static Response notNow(String detail) {
        return Response.fromResponse(answer(Problem.of(503, "Not now", detail)))
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }

    /** For what the server itself refuses before any of our code is reached. */
    static Response ofStatus(int status) {
        return answer(problemOf(status));
    }

    static Problem problemOf(int status) {
        var known = Status.fromStatusCode(status);
        var title = known == null ? "Refused" : known.getReasonPhrase();
        var detail = switch (status) {
            case 404 -> "There is nothing here.";
            case 405 -> "This path does not know the method; the header Allow names those that it knows.";
            case 406 -> "The header Accept must allow the answer: application/json, for some questions also text/csv.";
            case 415 -> "The body must be application/json.";
            default -> title + ".";
        };
        return Problem.of(status, title, detail);
    }

    /** What callers wrote may stand in a problem, and not all of that can be written again. */
    private static Problem plain(Problem problem) {
        return new Problem(
                problem.type(),
                problem.title(),
                problem.status(),
                PlainText.of(problem.detail()),
                PlainText.of(problem.field()),
                problem.sets());
    }
}
