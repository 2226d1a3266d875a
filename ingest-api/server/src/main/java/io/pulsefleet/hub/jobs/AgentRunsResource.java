package io.pulsefleet.hub.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Changes;
import io.pulsefleet.hub.http.Reason;
import io.pulsefleet.hub.jobs.RunsOfFleet.RunDetail;
import io.pulsefleet.wire.JobRun;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** One run of a job of an agent. */
@Path("agents/{id}/runs/{boot}/{execution}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AgentRunsResource {

    private static final int MOST_OTHERS = 200;

    @Inject
    RunsOfFleet fleet;

    @Inject
    Changes changes;

    /** @param why the reason that was given, for the audit log; left out: none was */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Forgotten(JobRun run, String why) {}

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "One run of a job of an agent",
            description =
                    "With its steps, where it is over, and the newest runs of the same job there. One that goes on is"
                            + " asked for its steps by the command job.execution.")
    @APIResponse(responseCode = "200", description = "The run")
    @APIResponse(responseCode = "404", description = "There is no such agent, or no such run")
    public RunDetail detail(
            @PathParam("id") UUID id,
            @Parameter(description = "The agent's start that it belongs to") @PathParam("boot") String boot,
            @PathParam("execution") long execution,
            @Parameter(description = "How many runs of the same job; 1 to 200; 50 by default")
                    @QueryParam("others")
                    @DefaultValue("50")
                    String others) {
        return fleet.detail(id, boot, execution, JobQuestion.limit(others, MOST_OTHERS));
    }

    @DELETE
    @RolesAllowed(Caller.OPERATOR)
    @Audited("run.forget")
    @Operation(
            summary = "Forget a run that is over",
            description = "The hub has no record of it any more; what it read stays.")
    @APIResponse(responseCode = "204", description = "Done")
    @APIResponse(responseCode = "404", description = "There is no such agent, or no such run")
    @APIResponse(responseCode = "409", description = "It goes on")
    public Response forget(
            @PathParam("id") UUID id,
            @PathParam("boot") String boot,
            @PathParam("execution") long execution,
            @Parameter(description = "For the audit log, up to 500 characters") @QueryParam("reason") String reason) {
        var why = Reason.of(reason);
        changes.of("run", id + "/" + boot + "/" + execution);
        changes.removed(new Forgotten(fleet.forget(id, boot, execution), why));
        return Response.noContent().build();
    }
}
