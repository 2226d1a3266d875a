package io.pulsefleet.hub.jobs;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Narrowed;
import io.pulsefleet.hub.http.Problems;
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
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** How each job of each agent is. */
@Path("jobs")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class JobsResource {

    private static final int MOST = 5_000;

    @Inject
    JobsOfFleet fleet;

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(
            summary = "The jobs of all agents, of the Liberty servers that were added, and the hub's own",
            description =
                    "Each with its newest run since its agent's newest start; of another server, named by 'server',"
                            + " with its newest execution, a few seconds old at most; the hub's own have neither an agent nor"
                            + " a server. Failed and stopped ones first.")
    @APIResponse(responseCode = "200", description = "Jobs")
    @APIResponse(responseCode = "400", description = "Parameters are wrong; they are named")
    public JobsOfFleet.JobList list(
            @Parameter(description = "By name; may be given more than once; all by default") @QueryParam("job")
                    List<String> jobs,
            @Parameter(description = "As FAILED; may be given more than once; all by default") @QueryParam("state")
                    List<String> states,
            @Parameter(
                            description =
                                    "late, stuck, slow or empty; may be given more than once; marked or not by default")
                    @QueryParam("mark")
                    List<String> marks,
            @Parameter(description = "What the hostname or the server's name contains, in capitals or not")
                    @QueryParam("host")
                    @DefaultValue("")
                    String host,
            @Parameter(description = "1 to 5,000; 500 by default") @QueryParam("limit") @DefaultValue("500")
                    String limit) {
        return fleet.list(
                new JobQuestion(jobs, JobQuestion.known(states), marksOf(marks), JobQuestion.limit(limit, MOST)), host);
    }

    private static List<JobMark> marksOf(List<String> words) {
        try {
            return words.stream()
                    .map(word -> JobMark.valueOf(word.toUpperCase(Locale.ROOT)))
                    .toList();
        } catch (IllegalArgumentException none) {
            throw Problems.badField("mark", "must be late, stuck, slow or empty");
        }
    }
}
