package io.pulsefleet.hub.query;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Narrowed;
import io.pulsefleet.hub.http.Problems;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** What people and scripts ask. */
@Path("agents")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class QueryResource {

    @Inject
    Hosts hosts;

    @Inject
    Charts charts;

    /** @param hubTime by which the states hold */
    public record AgentList(List<AgentRow> agents, Instant hubTime) {}

    /** What there is to chart. */
    public record MetricList(List<MetricRow> metrics) {}

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(summary = "The fleet", description = "Each agent with its state and how busy its host is.")
    public AgentList all() {
        var now = Instant.now();
        return new AgentList(hosts.all(now), now);
    }

    @GET
    @Path("{id}")
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "One agent")
    public AgentRow get(@PathParam("id") UUID id) {
        return hosts.get(id, Instant.now());
    }

    @GET
    @Path("{id}/metrics")
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "What there is to chart", description = "Each metric of the agent with its labels' values.")
    public MetricList metrics(@PathParam("id") UUID id) {
        return new MetricList(charts.metrics(id));
    }

    @GET
    @Path("{id}/series")
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "One metric over time",
            description = "At most 11,000 points and 400 days. A step without a reading is no point.")
    public Series series(
            @PathParam("id") UUID id,
            @Parameter(required = true, example = "system.memory.usage") @QueryParam("metric") String metric,
            @Parameter(description = "A moment; one hour before 'to' by default") @QueryParam("from") String from,
            @Parameter(description = "A moment; now by default") @QueryParam("to") String to,
            @Parameter(description = "As 10s, 1m or seconds; by default so that some 600 points come")
                    @QueryParam("step")
                    String step,
            @Parameter(description = "rate (per second) or value; rate by default for counters") @QueryParam("as")
                    String as) {
        if (metric == null || metric.isBlank()) {
            throw Problems.badField("metric", "is missing");
        }
        if (as != null && !as.equals("rate") && !as.equals("value")) {
            throw Problems.badField("as", "must be rate or value");
        }
        return charts.series(id, metric, Span.of(from, to, step, Instant.now()), as);
    }
}
