package io.pulsefleet.hub.databases;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Narrowed;
import io.pulsefleet.hub.databases.Activities.SampleList;
import io.pulsefleet.hub.databases.Activities.SessionsView;
import io.pulsefleet.hub.databases.Databases.DatabaseList;
import io.pulsefleet.hub.databases.Databases.DatabaseView;
import io.pulsefleet.hub.query.Span;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The PostgreSQL servers, and who is there. */
@Path("databases")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class DatabasesResource {

    @Inject
    Databases databases;

    @Inject
    Activities activities;

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(
            summary = "The PostgreSQL servers",
            description = "Each that was told of in the last 30 days, those that want attention first: down, in trouble"
                    + " (with the remedy), silent for 5 minutes, up; and each that the hub has an agent watch, with its"
                    + " 'settings'.")
    public DatabaseList all() {
        var now = Instant.now();
        return new DatabaseList(databases.all(now), now);
    }

    @GET
    @Path("{id}/{target}")
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "One PostgreSQL server", description = "As its agent calls it.")
    @APIResponse(responseCode = "200", description = "The server")
    @APIResponse(responseCode = "404", description = "The agent has told nothing of it")
    public DatabaseView get(@PathParam("id") UUID id, @PathParam("target") String target) {
        return databases.get(id, target, Instant.now());
    }

    @GET
    @Path("{id}/{target}/sessions")
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "Who was there at a moment",
            description = "The newest sample at that moment or before it, with the tree of locks: who blocks whom, the"
                    + " root blocker first. Without a sample in the seven days before it there are no sessions and no"
                    + " 'at'.")
    public SessionsView sessions(
            @PathParam("id") UUID id,
            @PathParam("target") String target,
            @Parameter(description = "A moment; now by default") @QueryParam("at") String at,
            @Parameter(description = "1 to 5,000; 1,000 by default") @QueryParam("limit") String limit) {
        return activities.at(
                databases.place(id, target).server(),
                Moment.of("at", at, Instant.now()),
                Limit.of(limit, 1_000, 5_000));
    }

    @GET
    @Path("{id}/{target}/samples")
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "When sessions were looked at",
            description = "The moments of the samples with how many sessions there were and how many waited for a lock,"
                    + " to go through an episode sample by sample.")
    public SampleList samples(
            @PathParam("id") UUID id,
            @PathParam("target") String target,
            @Parameter(description = "A moment; one hour before 'to' by default") @QueryParam("from") String from,
            @Parameter(description = "A moment; now by default") @QueryParam("to") String to,
            @Parameter(description = "1 to 10,000; 4,000 by default") @QueryParam("limit") String limit) {
        return activities.samples(
                databases.place(id, target).server(),
                Span.of(from, to, null, Instant.now()),
                Limit.of(limit, 4_000, 10_000));
    }
}
