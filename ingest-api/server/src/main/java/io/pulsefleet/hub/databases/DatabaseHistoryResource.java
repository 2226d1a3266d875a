package io.pulsefleet.hub.databases;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.databases.Costs.HistoryView;
import io.pulsefleet.hub.databases.Costs.TopView;
import io.pulsefleet.hub.databases.Papers.PaperView;
import io.pulsefleet.hub.databases.ServerLog.EntryList;
import io.pulsefleet.hub.databases.ServerLog.EventsView;
import io.pulsefleet.hub.databases.Waits.LockList;
import io.pulsefleet.hub.databases.Waits.WaitsView;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.query.Span;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What a PostgreSQL server did: its statements, waits, log, and what it told of itself. */
@Path("databases")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class DatabaseHistoryResource {

    private static final String FROM = "A moment; one hour before 'to' by default";
    private static final String TO = "A moment; now by default";
    private static final String STEP = "As 10s, 1m or seconds; by default so that some 600 steps come";
    private static final int LONGEST_TEXT = 256;
    private static final int MOST_NAMES = 50;

    @Inject
    Databases databases;

    @Inject
    Costs costs;

    @Inject
    Waits waits;

    @Inject
    ServerLog log;

    @Inject
    Papers papers;

    @PathParam("id")
    UUID id;

    @PathParam("target")
    String target;

    @GET
    @Path("{id}/{target}/statements")
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "Which statements cost most between two moments",
            description =
                    "What was added counts at the moment at which it was read. Of a sender that tells totals their"
                            + " growth counts. Times are in milliseconds; the share is that of the time of all statements.")
    @APIResponse(responseCode = "200", description = "The costliest first")
    @APIResponse(responseCode = "422", description = "It is too much: what to change")
    public TopView statements(
            @Parameter(description = FROM) @QueryParam("from") String from,
            @Parameter(description = TO) @QueryParam("to") String to,
            @Parameter(description = "total_time, calls, mean, io (blocks read and written) or rows")
                    @QueryParam("order")
                    @DefaultValue("total_time")
                    String order,
            @Parameter(description = "1 to 1,000; 50 by default") @QueryParam("limit") String limit) {
        return costs.top(
                databases.place(id, target).server(),
                Span.of(from, to, null, Instant.now()),
                order,
                Limit.of(limit, 50, 1_000));
    }

    @GET
    @Path("{id}/{target}/statements/{queryid}")
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "One statement over time", description = "A step in which it was not called is left out.")
    @APIResponse(responseCode = "200", description = "Its history")
    @APIResponse(responseCode = "404", description = "Nothing is known of it")
    public HistoryView statement(
            @PathParam("queryid") String queryid,
            @Parameter(description = FROM) @QueryParam("from") String from,
            @Parameter(description = TO) @QueryParam("to") String to,
            @Parameter(description = STEP) @QueryParam("step") String step) {
        return costs.history(databases.place(id, target).server(), queryid, Span.of(from, to, step, Instant.now()));
    }

    @GET
    @Path("{id}/{target}/locks")
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "Who waited for whom",
            description = "Each wait once, with when it was seen first and last; those seen last come first.")
    public LockList locks(
            @Parameter(description = FROM) @QueryParam("from") String from,
            @Parameter(description = TO) @QueryParam("to") String to,
            @Parameter(description = "1 to 5,000; 500 by default") @QueryParam("limit") String limit) {
        return waits.locks(
                databases.place(id, target).server(),
                Span.of(from, to, null, Instant.now()),
                Limit.of(limit, 500, 5_000));
    }

    @GET
    @Path("{id}/{target}/waits")
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "What sessions did over time",
            description = "Sessions by what they wait for, on average over the samples of each step: running, a wait"
                    + " event, or a state other than active. Idle sessions are left out.")
    public WaitsView waits(
            @Parameter(description = FROM) @QueryParam("from") String from,
            @Parameter(description = TO) @QueryParam("to") String to,
            @Parameter(description = STEP) @QueryParam("step") String step) {
        return waits.over(databases.place(id, target).server(), Span.of(from, to, step, Instant.now()));
    }

    @GET
    @Path("{id}/{target}/log")
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "What PostgreSQL wrote into its log", description = "The newest first.")
    public EntryList log(
            @Parameter(description = FROM) @QueryParam("from") String from,
            @Parameter(description = TO) @QueryParam("to") String to,
            @Parameter(description = "A severity, as ERROR; may be given more than once") @QueryParam("level")
                    List<String> levels,
            @Parameter(description = "The name of an event, as deadlock; may be given more than once")
                    @QueryParam("event")
                    List<String> events,
            @Parameter(description = "What message, detail or statement contain, in capitals or not")
                    @QueryParam("text")
                    @DefaultValue("")
                    String text,
            @Parameter(description = "1 to 2,000; 200 by default") @QueryParam("limit") String limit) {
        if (text.length() > LONGEST_TEXT) {
            throw Problems.badField("text", "must be of " + LONGEST_TEXT + " characters at most");
        }
        return log.read(
                databases.place(id, target).server(),
                Span.of(from, to, null, Instant.now()),
                ServerLog.filter(names("level", levels), names("event", events), text),
                Limit.of(limit, 200, 2_000));
    }

    private static List<String> names(String field, List<String> names) {
        if (names.size() > MOST_NAMES) {
            throw Problems.badField(field, "must be given " + MOST_NAMES + " times at most");
        }
        return names;
    }

    @GET
    @Path("{id}/{target}/events")
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "What happened how often, by the log",
            description = "Events by name over time, and how many entries there are of each severity.")
    public EventsView events(
            @Parameter(description = FROM) @QueryParam("from") String from,
            @Parameter(description = TO) @QueryParam("to") String to,
            @Parameter(description = STEP) @QueryParam("step") String step) {
        return log.events(databases.place(id, target).server(), Span.of(from, to, step, Instant.now()));
    }

    @GET
    @Path("{id}/{target}/documents/{kind}")
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "What the server told of itself",
            description = "The newest of settings, tables, indexes, replication or server, up to a moment; of settings"
                    + " also what changed since another. Each part is as it was told last.")
    public PaperView document(
            @PathParam("kind") String kind,
            @Parameter(description = "Only of settings: what changed since then") @QueryParam("from") String from,
            @Parameter(description = TO) @QueryParam("to") String to) {
        var server = databases.place(id, target).server();
        var until = Moment.of("to", to, Instant.now());
        if (from == null) {
            return papers.newest(server, kind, until);
        }
        if (!kind.equals("settings")) {
            throw Problems.badField("from", "is for settings only");
        }
        return papers.changed(server, Moment.of("from", from, until), until);
    }
}
