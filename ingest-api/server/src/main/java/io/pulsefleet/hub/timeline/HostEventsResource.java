package io.pulsefleet.hub.timeline;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.timeline.Events.CountsView;
import io.pulsefleet.hub.timeline.Events.EventList;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What happened on one host. */
@Path("agents")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class HostEventsResource {

    @Inject
    Events events;

    @Context
    UriInfo uri;

    @GET
    @Path("{id}/events")
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "What happened on a host", description = "As GET events, of this host alone.")
    @APIResponse(responseCode = "200", description = "Events")
    @APIResponse(responseCode = "404", description = "There is no such agent")
    public EventList list(@PathParam("id") UUID id) {
        return events.list(Wanted.of(id, uri.getQueryParameters(), Instant.now()));
    }

    @GET
    @Path("{id}/events/counts")
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "How much happened on a host when", description = "As GET events/counts, of this host alone.")
    @APIResponse(responseCode = "200", description = "Counts, and marks for a time line")
    @APIResponse(responseCode = "404", description = "There is no such agent")
    public CountsView counts(@PathParam("id") UUID id) {
        return events.counts(Wanted.of(id, uri.getQueryParameters(), Instant.now()));
    }
}
