package io.pulsefleet.hub.logs;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Narrowed;
import io.pulsefleet.hub.logs.LogQuestion.About;
import io.pulsefleet.hub.logs.Logs.CountsView;
import io.pulsefleet.hub.logs.Logs.LineList;
import io.pulsefleet.hub.logs.Logs.ReadList;
import io.pulsefleet.hub.logs.Tails.TailView;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * Lines of logs. All routes take the same filter: agent, source, severity, text, without, regex, field.
 *
 * <pre>
 * /logs?agent=web-1&amp;severity=WARN&amp;text=timeout&amp;field=user:root&amp;source=!/var/log/auth*
 * </pre>
 */
@Path("logs")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class LogsResource {

    private static final String FILTER =
            " The filter: 'agent' (id or hostname), 'source' (as /var/log/app/*.log; with ! in"
                    + " front all others), 'text' (contained, in capitals or not), 'without' (not contained), 'field' (as user:root,"
                    + " user:ro*, !user:root) may be given several times; 'severity' (WARN: at least that; WARN,unknown: one of"
                    + " these) and 'regex' (as PostgreSQL knows them, at most 256 characters) once.";

    @Inject
    Logs logs;

    @Inject
    Tails tails;

    @Context
    UriInfo uri;

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Produces({MediaType.APPLICATION_JSON, "application/x-ndjson", "text/csv", MediaType.TEXT_PLAIN})
    @Operation(
            summary = "Lines of logs",
            description = "Up to 'limit', and as far as five seconds of searching lead: 'next' is where the next page"
                    + " begins, as 'after' takes it. Other formats than JSON are streamed, without that limit of time."
                    + FILTER)
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "A moment; one hour before 'to' by default")
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "A moment; now by default")
    @Parameter(
            name = "order",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "newest (first; by default) or oldest")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.INTEGER),
            description = "1 to 5,000, 200 by default; of other formats than JSON 1 to 1,000,000, 100,000 by default")
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "'next' of the page before, or the id of a line")
    @Parameter(
            name = "format",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "json, ndjson, csv or text; else what Accept prefers")
    @APIResponse(
            responseCode = "200",
            description = "The lines",
            content = @Content(schema = @Schema(implementation = LineList.class)))
    @APIResponse(responseCode = "400", description = "Parameters are wrong; all of them are named")
    @APIResponse(responseCode = "404", description = "There is no such agent")
    @APIResponse(responseCode = "422", description = "It is too much: what to change")
    public Response lines(@Context HttpHeaders headers) {
        var preferred = LogFormat.preferred(headers.getAcceptableMediaTypes());
        var question = LogQuestion.of(About.LINES, uri.getQueryParameters(), preferred, Instant.now());
        var answer = question.format() == LogFormat.JSON
                ? Response.ok(logs.lines(question), LogFormat.JSON.type())
                : streamed(question);
        return answer.header(HttpHeaders.VARY, "Accept, Accept-Encoding").build();
    }

    private Response.ResponseBuilder streamed(LogQuestion question) {
        var filter = logs.filter(question); // what is wrong with it is told before the first line
        return Response.ok(
                        (StreamingOutput) out -> logs.write(question, filter, out),
                        question.format().type())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"logs." + question.format().ending() + '"');
    }

    @GET
    @Path("histogram")
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(
            summary = "How many lines there are, by severity, over time",
            description =
                    "And of which hosts and sources. Counted from the newest to the oldest, as far as five seconds"
                            + " lead: 'searched' tells how far. 'from', 'to' and 'step' are as elsewhere." + FILTER)
    @APIResponse(responseCode = "200", description = "Counts")
    @APIResponse(responseCode = "400", description = "Parameters are wrong; all of them are named")
    @APIResponse(responseCode = "422", description = "It is too much: what to change")
    public CountsView histogram() {
        return logs.counts(LogQuestion.of(About.COUNTS, uri.getQueryParameters(), LogFormat.JSON, Instant.now()));
    }

    @GET
    @Path("tail")
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(
            summary = "Lines as they come",
            description =
                    "The first question, without 'cursor', is answered at once, with a cursor. Each further one is"
                            + " answered when a line is stored, or after 'wait' seconds (0 to 20, 10 by default), with the cursor"
                            + " for the next: so no line is left out and none is told twice. Of more than 'limit' (500 by"
                            + " default) the newest are shown and the others counted." + FILTER)
    @APIResponse(responseCode = "200", description = "New lines, in the order in which they were stored")
    @APIResponse(responseCode = "400", description = "Parameters are wrong; all of them are named")
    @APIResponse(responseCode = "429", description = "Too many wait; Retry-After says when again")
    public CompletionStage<TailView> tail() {
        var now = Instant.now();
        return tails.next(LogQuestion.of(About.TAIL, uri.getQueryParameters(), LogFormat.JSON, now), now);
    }

    @GET
    @Path("sources")
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(
            summary = "Which logs agents read",
            description =
                    "As each told last: the state of each source, with what to do where it cannot be read, and how"
                            + " many lines were told, left out, cut, or not understood.")
    @APIResponse(responseCode = "200", description = "Host by host")
    @APIResponse(responseCode = "404", description = "There is no such agent")
    public ReadList sources(
            @Parameter(description = "An id or a hostname; may be given more than once; all by default")
                    @QueryParam("agent")
                    List<String> agents) {
        return logs.read(agents, Instant.now());
    }
}
