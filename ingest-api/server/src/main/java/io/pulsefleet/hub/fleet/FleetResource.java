package io.pulsefleet.hub.fleet;

import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Changes;
import io.pulsefleet.hub.fleet.Marking.MarkBody;
import io.pulsefleet.hub.http.FromStrangers;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Seen;
import io.pulsefleet.wire.Heartbeat;
import io.pulsefleet.wire.HeartbeatAnswer;
import io.pulsefleet.wire.JobRun;
import io.pulsefleet.wire.Registered;
import io.pulsefleet.wire.Registration;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What agents say of themselves. */
@Path("agents")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class FleetResource {

    private static final int MOST_RUNS = 1_000;

    @Inject
    Fleet fleet;

    @Inject
    Marking marking;

    @Inject
    Changes changes;

    @Inject
    Seen seen;

    @Context
    HttpServletRequest request;

    /** The newest first. */
    public record RunList(List<JobRun> runs) {}

    @POST
    @Path("register")
    @RolesAllowed({Caller.JOINER, Caller.AGENT})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Register an agent",
            description =
                    "Shown with the join token. The agent has made its id and its token itself; sent again, it"
                            + " changes nothing but the host's facts. An agent that has proved who it is needs no join token. 409 when the id is known with another token.")
    @APIResponse(
            responseCode = "200",
            description = "Known already",
            content = @Content(schema = @Schema(implementation = Registered.class)))
    @APIResponse(
            responseCode = "201",
            description = "New",
            content = @Content(schema = @Schema(implementation = Registered.class)))
    public Response register(@FromStrangers Registration registration, @Context SecurityContext security) {
        var welcome = security.getUserPrincipal() instanceof Caller.Agent agent
                ? fleet.introduce(agent, registration, request.getRemoteAddr())
                : fleet.register(registration, request.getRemoteAddr());
        return Response.status(welcome.isNew() ? Status.CREATED : Status.OK)
                .entity(welcome.answer())
                .build();
    }

    @POST
    @Path("{id}/heartbeat")
    @RolesAllowed(Caller.AGENT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Beat",
            description = "\"I am alive, and this is how I am.\" The answer holds the hub's time and the plan.")
    public CompletionStage<HeartbeatAnswer> beat(
            @PathParam("id") UUID id, Heartbeat heartbeat, @Context SecurityContext security) {
        return fleet.beat(Caller.agent(security), heartbeat, request.getRemoteAddr());
    }

    @GET
    @Path("{id}/runs")
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "The runs of an agent's jobs", description = "The newest first.")
    public RunList runs(@PathParam("id") UUID id, @QueryParam("limit") @DefaultValue("100") String limit) {
        return new RunList(fleet.runs(id, limitOf(limit)));
    }

    @PATCH
    @Path("{id}")
    @RolesAllowed(Caller.ADMIN)
    @Audited("agent.mark")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Put an agent into a group, give it tags",
            description = "What is left out stays; tags take the place of all that it has. Questions may be about a"
                    + " group or a tag, and retention policies about a group.")
    @APIResponse(responseCode = "204", description = "Done")
    @APIResponse(responseCode = "400", description = "What is wrong is named; nothing was changed")
    @APIResponse(responseCode = "404", description = "There is no such agent")
    @APIResponse(responseCode = "409", description = "Somebody else changed it at the same time")
    @APIResponse(responseCode = "412", description = "If-Match names another version than that of now")
    public Response mark(@PathParam("id") UUID id, MarkBody body) {
        var before = marking.of(id);
        marking.mark(id, body, now -> seen.expect(now, "", null));
        var after = marking.of(id);
        seen.tell(after);
        changes.changed(before, after);
        return Response.noContent().build();
    }

    private static int limitOf(String text) {
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST_RUNS) {
            throw Problems.badField("limit", "must be from 1 to " + MOST_RUNS);
        }
        return Integer.parseInt(text);
    }
}
