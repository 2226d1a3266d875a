package io.pulsefleet.hub.jobs;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Narrowed;
import io.pulsefleet.hub.http.Moments;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.jobs.RunsOfFleet.History;
import io.pulsefleet.hub.jobs.RunsOfFleet.Question;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What the jobs of all agents did. */
@Path("runs")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class RunsResource {

    private static final int MOST = 1_000;
    private static final int MOST_JOBS = 50;

    @Inject
    RunsOfFleet fleet;

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(
            summary = "What the jobs of all agents did, and the hub's own",
            description =
                    "Runs, the newest first. Where there are more than the limit, 'next' is what to ask for as 'after'"
                            + " next. The hub's own have no agent and 'hub' as their hostname; who is limited to groups"
                            + " of hosts does not see them.")
    @APIResponse(responseCode = "200", description = "Runs")
    @APIResponse(responseCode = "400", description = "Parameters are wrong; they are named")
    @APIResponse(
            responseCode = "422",
            description = "The database could not answer in time; the answer says what helps")
    public History history(
            @Parameter(description = "By name; may be given up to 50 times; all by default") @QueryParam("job")
                    List<String> jobs,
            @Parameter(description = "As FAILED; may be given more than once; all by default") @QueryParam("state")
                    List<String> states,
            @Parameter(description = "What the hostname contains, in capitals or not")
                    @QueryParam("host")
                    @DefaultValue("")
                    String host,
            @Parameter(description = "Those that began then or later, as 2026-11-23T10:00:00Z") @QueryParam("from")
                    String from,
            @Parameter(description = "Those that began before then") @QueryParam("to") String to,
            @Parameter(description = "What stands behind the page that said so as 'next'") @QueryParam("after")
                    String after,
            @Parameter(description = "1 to 1,000; 100 by default") @QueryParam("limit") @DefaultValue("100")
                    String limit) {
        if (jobs.size() > MOST_JOBS) {
            throw Problems.badField("job", "may be given " + MOST_JOBS + " times at most");
        }
        return fleet.history(new Question(
                List.copyOf(jobs),
                List.copyOf(JobQuestion.known(states)),
                host,
                Moments.read("from", from).orElse(null),
                Moments.read("to", to).orElse(null),
                PlaceText.read(after),
                JobQuestion.limit(limit, MOST)));
    }
}
