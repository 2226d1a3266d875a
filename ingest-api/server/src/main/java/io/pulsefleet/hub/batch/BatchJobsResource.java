package io.pulsefleet.hub.batch;

import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Narrowed;
import io.pulsefleet.hub.batch.SteeredJobs.ExecutionList;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.wire.batch.Execution;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * The jobs of a Liberty server that is not ours. Where that server is in trouble, the answer is 424 and says why;
 * where it failed at what it was asked, 502 with what it said.
 */
@Path("batch-servers")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class BatchJobsResource {

    private static final int MOST = 200;
    private static final String ID = "{id:[0-9]+}";

    @Inject
    SteeredJobs jobs;

    @GET
    @Path("{server}/executions")
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(
            summary = "The newest executions of a Liberty server's jobs",
            description = "Without their steps. Of the newest 1,000 instances; 'startable' names what was started there"
                    + " before.")
    @APIResponse(responseCode = "200", description = "Newest first")
    @APIResponse(responseCode = "404", description = "There is no such server")
    @APIResponse(responseCode = "424", description = "That server is in trouble; the answer says which")
    @APIResponse(responseCode = "502", description = "That server failed at it; the answer says what it said")
    public ExecutionList executions(
            @PathParam("server") String server,
            @Parameter(description = "The job's name; any by default") @QueryParam("job") @DefaultValue("") String job,
            @Parameter(description = "As FAILED; may be given more than once; any by default") @QueryParam("state")
                    List<String> states,
            @Parameter(description = "1 to 200; 50 by default") @QueryParam("limit") @DefaultValue("50") String limit) {
        if (!limit.matches("[0-9]{1,3}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > MOST) {
            throw Problems.badField("limit", "must be from 1 to " + MOST);
        }
        return jobs.executions(server, job, states, Integer.parseInt(limit));
    }

    @GET
    @Path("{server}/executions/" + ID)
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(
            summary = "One execution of a Liberty server's job",
            description = "With its steps and partitions; why a step failed is taken from the job's log.")
    @APIResponse(responseCode = "200", description = "The execution")
    @APIResponse(responseCode = "404", description = "There is no such server or execution")
    @APIResponse(responseCode = "424", description = "That server is in trouble; the answer says which")
    @APIResponse(responseCode = "502", description = "That server failed at it; the answer says what it said")
    public Execution execution(@PathParam("server") String server, @PathParam("id") long id) {
        return jobs.execution(server, id);
    }

    @GET
    @Path("{server}/executions/" + ID + "/log")
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Produces("text/plain; charset=utf-8")
    @Operation(
            summary = "The log of an execution of a Liberty server's job",
            description = "The last MiB of it. It holds what the job was started with.")
    @APIResponse(responseCode = "200", description = "Its log, the end of it where it is long")
    @APIResponse(responseCode = "404", description = "There is no such server or execution")
    @APIResponse(responseCode = "424", description = "That server is in trouble; the answer says which")
    @APIResponse(responseCode = "502", description = "That server failed at it; the answer says what it said")
    public String log(@PathParam("server") String server, @PathParam("id") long id) {
        return jobs.log(server, id);
    }

    @POST
    @Path("{server}/executions/" + ID + "/stop")
    @RolesAllowed(Caller.OPERATOR)
    @Narrowed
    @Audited("batch-job.stop")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Stop an execution of a Liberty server's job",
            description = "Asked for; it stops when its job comes to it. The body may hold a 'reason'.")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "409", description = "It does not run")
    @APIResponse(responseCode = "424", description = "That server is in trouble; the answer says which")
    @APIResponse(responseCode = "502", description = "That server failed at it; the answer says what it said")
    public Execution stop(@PathParam("server") String server, @PathParam("id") long id, Wish wish) {
        return jobs.stop(server, id, orNone(wish));
    }

    @POST
    @Path("{server}/executions/" + ID + "/restart")
    @RolesAllowed(Caller.OPERATOR)
    @Narrowed
    @Audited("batch-job.restart")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Restart an execution of a Liberty server's job",
            description =
                    "The newest of its instance, where it was stopped or failed. Without 'parameters' it has those"
                            + " that it had; else exactly these. The body may hold a 'reason'.")
    @APIResponse(responseCode = "200", description = "The new execution")
    @APIResponse(responseCode = "409", description = "It cannot be restarted; the answer says why")
    @APIResponse(responseCode = "424", description = "That server is in trouble; the answer says which")
    @APIResponse(responseCode = "502", description = "That server failed at it; the answer says what it said")
    public Execution restart(@PathParam("server") String server, @PathParam("id") long id, Wish wish) {
        return jobs.restart(server, id, orNone(wish));
    }

    @POST
    @Path("{server}/jobs")
    @RolesAllowed(Caller.OPERATOR)
    @Narrowed
    @Audited("batch-job.start")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Start a job at a Liberty server",
            description =
                    "By the name of its XML, without folder and suffix. Module and component are needed only where"
                            + " the application has several.")
    @APIResponse(
            responseCode = "201",
            description = "Started; 'execution' is 0 where the server has not made one yet",
            content = @Content(schema = @Schema(implementation = Execution.class)))
    @APIResponse(responseCode = "400", description = "All that is wrong is named")
    @APIResponse(responseCode = "409", description = "That server says no; the answer says why")
    @APIResponse(responseCode = "424", description = "That server is in trouble; the answer says which")
    @APIResponse(responseCode = "502", description = "That server failed at it; the answer says what it said")
    public Response start(@PathParam("server") String server, Wish wish) {
        return Response.status(Status.CREATED)
                .entity(jobs.start(server, orNone(wish)))
                .build();
    }

    @DELETE
    @Path("{server}/instances/" + ID)
    @RolesAllowed(Caller.OPERATOR)
    @Narrowed
    @Audited("batch-job.purge")
    @Operation(
            summary = "Have a Liberty server forget an instance of a job",
            description = "With all its executions and their logs, for ever.")
    @APIResponse(responseCode = "204", description = "Forgotten")
    @APIResponse(responseCode = "409", description = "One of its executions runs")
    @APIResponse(responseCode = "424", description = "That server is in trouble; the answer says which")
    @APIResponse(responseCode = "502", description = "That server failed at it; the answer says what it said")
    public void purge(
            @PathParam("server") String server,
            @PathParam("id") long id,
            @Parameter(description = "For the audit log") @QueryParam("reason") String reason) {
        jobs.purge(server, id, reason);
    }

    private static Wish orNone(Wish wish) {
        return wish == null ? Wish.NONE : wish;
    }
}
