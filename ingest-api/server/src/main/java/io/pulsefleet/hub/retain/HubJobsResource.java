package io.pulsefleet.hub.retain;

import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Changes;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Reason;
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
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
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

    @Inject
    Changes changes;

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
    public Response start(
            @PathParam("job") String job,
            @Parameter(description = "For the audit log, up to 500 characters") @QueryParam("reason") String reason) {
        note(job, reason);
        try {
            jobs.start(job);
            return Response.accepted().build();
        } catch (NotNowException other) {
            throw Problems.conflict(other.getMessage());
        }
    }

    @POST
    @Path("jobs/{job}/stop")
    @RolesAllowed(Caller.ADMIN)
    @Audited("job.stop")
    @Operation(
            summary = "Stop one of the hub's own jobs",
            description = "It ends after what it is at, at another hub within 15 seconds or before its next part; the"
                    + " next run goes on with what is left.")
    @APIResponse(responseCode = "202", description = "It is asked to")
    @APIResponse(responseCode = "404", description = "The hub has no such job")
    @APIResponse(responseCode = "409", description = "It does not run")
    public Response stop(
            @PathParam("job") String job,
            @Parameter(description = "For the audit log, up to 500 characters") @QueryParam("reason") String reason) {
        note(job, reason);
        if (!jobs.stop(job)) {
            throw Problems.conflict("The job '" + job + "' does not run.");
        }
        return Response.accepted().build();
    }

    /**
     * What the audit log is told.
     *
     * @param why not called reason, for the audit log leaves out what monitors call so
     */
    public record Deed(String job, String why) {}

    private void note(String job, String reason) {
        if (!HubJobs.NAMES.contains(job)) {
            throw Problems.notFound("The hub has no job '" + job + "'; it has pack, roll, uptime-roll and retain.");
        }
        var why = Reason.of(reason);
        changes.of("hub-job", job);
        if (why != null) {
            changes.made(new Deed(job, why));
        }
    }
}
