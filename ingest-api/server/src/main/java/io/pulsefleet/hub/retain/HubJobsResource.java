package io.pulsefleet.hub.retain;

import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.wire.JobRun;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What the hub does by itself. */
@Path("hub")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class HubJobsResource {

    private static final int MOST_RUNS = 1_000;

    @Inject
    HubJobs jobs;

    @Inject
    HubRuns runs;

    /** The newest first. */
    public record RunList(List<JobRun> runs) {}

    @GET
    @Path("runs")
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "The runs of the hub's own jobs",
            description = "pack, roll, uptime-roll and retain, of all hubs of this database; the newest first.")
    public RunList runs(@QueryParam("limit") @DefaultValue("100") String limit) {
        if (!limit.matches("[0-9]{1,4}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > MOST_RUNS) {
            throw Problems.badField("limit", "must be from 1 to " + MOST_RUNS);
        }
        return new RunList(runs.newest(Integer.parseInt(limit)));
    }

    @POST
    @Path("jobs/{job}")
    @RolesAllowed(Caller.OPERATOR)
    @Audited("job.start")
    @Operation(
            summary = "Start one of the hub's own jobs now",
            description = "pack, roll, uptime-roll or retain; they also run by themselves, two minutes past each hour.")
    @APIResponse(responseCode = "202", description = "It runs; its record is among the runs")
    @APIResponse(responseCode = "409", description = "One of them runs already, here or at another hub")
    public Response start(@PathParam("job") String job) {
        if (!HubJobs.NAMES.contains(job)) {
            throw Problems.notFound("The hub has no job '" + job + "'; it has pack, roll, uptime-roll and retain.");
        }
        try {
            jobs.start(job);
            return Response.accepted().build();
        } catch (NotNowException other) {
            throw Problems.conflict(other.getMessage());
        }
    }
}
