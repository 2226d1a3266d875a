package io.pulsefleet.hub.timeline;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Narrowed;
import io.pulsefleet.hub.timeline.Events.CountsView;
import io.pulsefleet.hub.timeline.Events.EventList;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What happened, on all hosts or some. */
@Path("events")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class EventsResource {

    @Inject
    Events events;

    @Context
    UriInfo uri;

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(
            summary = "What happened on hosts: services, ports, containers, logins, reboots",
            description =
                    "The newest first. Where there are more than the limit, the answer's 'next' is the cursor of those"
                            + " behind.")
    @Parameter(
            name = "agent",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "An id or a hostname; may be given more than once; all by default")
    @Parameter(
            name = "type",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "As login.failed, or login.*; may be given more than once")
    @Parameter(
            name = "severity",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "info, warning or error; may be given more than once")
    @Parameter(
            name = "subject",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "Whom or what it happened to, exactly: a user, a service, a port, a container")
    @Parameter(
            name = "text",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "What subject, message or a field contain, in capitals or not")
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
            name = "cursor",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "The 'next' of an answer: goes on behind it")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.STRING),
            description = "1 to 2,000; 200 by default")
    @APIResponse(responseCode = "200", description = "Events")
    @APIResponse(responseCode = "400", description = "Parameters are wrong; they are named")
    @APIResponse(responseCode = "404", description = "There is no such agent")
    public EventList list() {
        return events.list(Wanted.of(uri.getQueryParameters(), Instant.now()));
    }

    @GET
    @Path("counts")
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(
            summary = "How much happened when",
            description =
                    "Events by type for each 'step' (as 10s, 1m or seconds): how many, when the first and the last was,"
                            + " and what the newest three say. Chosen as in the list.")
    @APIResponse(responseCode = "200", description = "Counts, and marks for a time line")
    @APIResponse(responseCode = "422", description = "It is too much: what to change")
    public CountsView counts() {
        return events.counts(Wanted.of(uri.getQueryParameters(), Instant.now()));
    }
}
