package io.pulsefleet.console;

import io.pulsefleet.agent.schedule.Shift;
import io.pulsefleet.agent.schedule.Shifts;
import io.pulsefleet.wire.JobRun;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The agent's jobs, and what steers them. An unknown job is 404, a job that is not in a state for it 409. */
@Path("jobs")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class JobsResource {

    @Inject
    Shifts shifts;

    /** What {@code GET} answers. */
    public record AllJobs(List<Shift> jobs) {}

    /** The run that was started, or that ends now. */
    public record Steered(JobRun run) {}

    @GET
    public AllJobs list() {
        return new AllJobs(shifts.list());
    }

    @POST
    @Path("{name}/start")
    public Response start(@PathParam("name") String name) {
        return accepted(shifts.start(name));
    }

    /** It ends when the visit or the shipment that is on its way is over. */
    @POST
    @Path("{name}/stop")
    public Response stop(@PathParam("name") String name) {
        return accepted(shifts.stop(name));
    }

    @POST
    @Path("{name}/restart")
    public Response restart(@PathParam("name") String name) {
        return accepted(shifts.restart(name));
    }

    /** One visit now, beside the schedule; the run counts it when it is over. */
    @POST
    @Path("{name}/visit")
    public Response visit(@PathParam("name") String name) {
        return accepted(shifts.visit(name));
    }

    private static Response accepted(JobRun run) {
        return Response.accepted(new Steered(run)).build();
    }
}
