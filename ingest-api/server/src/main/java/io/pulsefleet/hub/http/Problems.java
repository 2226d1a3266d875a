package io.pulsefleet.hub.http;

import io.pulsefleet.store.PlainText;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Problem;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;

/** Answers that say what went wrong. */
public final class Problems {

    /** Seconds after which a caller may ask again, when it is not its fault. */
    public static final int RETRY_AFTER_SECONDS = 5;

    /** Of a 503: what is away, where it is not the database. */
    public static final String AWAY = "Pulse-Away";

    private static final boolean HAS_REPLICA = Stream.of("pulse.db.read.host", "pulse.db.read.port")
            .anyMatch(name -> ConfigProvider.getConfig()
                    .getOptionalValue(name, String.class)
                    .isPresent());

    private Problems() {}

    public static Response answer(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(Json.bytes(plain(problem)))
                .build();
    }

    /** What such an exception tells; one that tells nothing goes on. */
    public static Problem of(WebApplicationException refused) {
        if (!(refused.getResponse().getEntity() instanceof byte[] body)) {
            throw refused;
        }
        try {
            return Json.read(body, Problem.class);
        } catch (IOException isNoProblem) {
            throw new IllegalStateException("what we answer cannot be read", isNoProblem);
        }
    }

    /** Ends the request with 400 that names the part that is wrong. */
    public static WebApplicationException badField(String field, String detail) {
        return exception(Problem.ofField(400, "Bad request", field, detail));
    }

    public static WebApplicationException notFound(String detail) {
        return exception(Problem.of(404, "Not found", detail));
    }

    public static WebApplicationException forbidden(String detail) {
        return exception(Problem.of(403, "Not allowed", detail));
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

    /** 503: the log before the store is away; the database may be well. */
    public static Response logIsAway() {
        return Response.fromResponse(notNow("The log of shipments is away."))
                .header(AWAY, "log")
                .build();
    }

    /** 503: what questions are asked does not answer now. Where that is a replica, the database may be well. */
    static Response pastIsAway() {
        var answer =
                Response.fromResponse(notNow("Where the past is read is away, or could not wait for this question."));
        return HAS_REPLICA ? answer.header(AWAY, "replica").build() : answer.build();
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
