package io.pulsefleet.hub.jobs;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.jobs.RunsOfFleet.RunDetail;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** One run of one of the hub's own jobs. */
@Path("hub/runs/{boot}/{execution}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class HubRunResource {

    private static final int MOST_OTHERS = 200;

    @Inject
    RunsOfFleet fleet;

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "One run of one of the hub's own jobs",
            description =
                    "With its parts: of pack the hours, of roll the days, those that have not begun among them; of"
                            + " one that goes on as it was at most 15 seconds ago. And the newest runs of the same job.")
    @APIResponse(responseCode = "200", description = "The run")
    @APIResponse(responseCode = "404", description = "There is no such run")
    public RunDetail detail(
            @Parameter(description = "The hub's start that it belongs to") @PathParam("boot") String boot,
            @PathParam("execution") long execution,
            @Parameter(description = "How many runs of the same job; 1 to 200; 50 by default")
                    @QueryParam("others")
                    @DefaultValue("50")
                    String others) {
        return fleet.ofHub(boot, execution, JobQuestion.limit(others, MOST_OTHERS));
    }
}
