package io.pulsefleet.hub.query;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Narrowed;
import io.pulsefleet.hub.http.Complaints;
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

/** Which metrics there are. */
@Path("metrics")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class MetricsResource {

    private static final int MOST = 2_000;

    @Inject
    Charts charts;

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(
            summary = "Which metrics agents have",
            description = "By name, each with its kind, its unit, how many agents have it, and its labels; what it was"
                    + " may be asked of /query. Whoever names one 'metric' is told the values of its labels as well.")
    @APIResponse(responseCode = "200", description = "Metrics")
    @APIResponse(responseCode = "400", description = "Parameters are wrong; they are named")
    @APIResponse(responseCode = "404", description = "There is no such agent")
    public Offer.OfferList list(
            @Parameter(description = "What the name contains, in capitals or not") @QueryParam("q") @DefaultValue("")
                    String part,
            @Parameter(description = "Just this one, with its labels' values, at most 200 of each")
                    @QueryParam("metric")
                    @DefaultValue("")
                    String metric,
            @Parameter(description = "An id or a hostname; may be given more than once; all by default")
                    @QueryParam("agent")
                    List<String> agents,
            @Parameter(description = "Only agents of this group; may be given more than once") @QueryParam("group")
                    List<String> groups,
            @Parameter(description = "Only agents with this tag, as env:prod; may be given more than once")
                    @QueryParam("tag")
                    List<String> tags,
            @Parameter(description = "1 to 2,000; 500 by default") @QueryParam("limit") @DefaultValue("500")
                    String limit) {
        var complaints = new Complaints();
        var wanted = Asked.tags(tags, complaints);
        if (!limit.matches("[0-9]{1,4}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > MOST) {
            complaints.add("limit", "must be from 1 to " + MOST);
        }
        complaints.end();
        var offer = charts.offer(agents.isEmpty() ? List.of(Asked.ALL) : agents, groups, wanted);
        return metric.isEmpty() ? offer.like(part, Integer.parseInt(limit)) : offer.exactly(metric);
    }
}
