package io.pulsefleet.hub.query;

import static java.util.stream.Collectors.joining;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Narrowed;
import io.pulsefleet.hub.fleet.Marking.MarkBody;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Seen;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
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

    @Inject
    Seen seen;

    private static final int MOST_ROWS = 100_000;
    private static final int LONGEST_FILTER = 200;

    /**
     * @param total how many there are within reach
     * @param matching how many of them match what is asked for
     * @param hubTime by which the states hold
     */
    public record AgentList(List<AgentRow> agents, int total, int matching, Instant hubTime) {}

    /** What there is to chart. */
    public record MetricList(List<MetricRow> metrics) {}

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(
            summary = "The fleet",
            description = "Each agent with its state and how busy its host is. 'total' counts all of them, 'matching'"
                    + " those that match 'q'.")
    public AgentList all(
            @Parameter(
                            description = "Words, each of which stands somewhere in the name, group, tags (name:value),"
                                    + " addresses, version, system or state")
                    @QueryParam("q")
                    @DefaultValue("")
                    String words,
            @Parameter(
                            description =
                                    "state, hostname, version, channel, lastHeartbeat, cpu, memory, disk, spool; those"
                                            + " first that somebody should look at, and of numbers the largest")
                    @QueryParam("sort")
                    @DefaultValue("hostname")
                    String sort,
            @Parameter(description = "true: the other way round") @QueryParam("down") @DefaultValue("false")
                    String down,
            @Parameter(description = "So many rows are left out") @QueryParam("offset") @DefaultValue("0")
                    String offset,
            @Parameter(description = "At most so many rows; all by default")
                    @QueryParam("limit")
                    @DefaultValue("" + MOST_ROWS)
                    String limit) {
        var table = table(words, sort, down, offset, limit);
        var now = Instant.now();
        var all = hosts.all(now);
        var page = table.of(all);
        return new AgentList(page.rows(), all.size(), page.matching(), now);
    }

    private static FleetTable table(String words, String sort, String down, String offset, String limit) {
        if (words.length() > LONGEST_FILTER) {
            throw Problems.badField("q", "must have at most " + LONGEST_FILTER + " characters");
        }
        if (!down.equals("true") && !down.equals("false")) {
            throw Problems.badField("down", "must be true or false");
        }
        var column = FleetTable.Column.named(sort)
                .orElseThrow(() -> Problems.badField(
                        "sort",
                        "must be one of "
                                + Stream.of(FleetTable.Column.values())
                                        .map(FleetTable.Column::asked)
                                        .collect(joining(", "))));
        return new FleetTable(
                FleetTable.words(words),
                column,
                down.equals("true"),
                number("offset", offset, 0),
                number("limit", limit, 1));
    }

    private static int number(String field, String text, int least) {
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) < least || Integer.parseInt(text) > MOST_ROWS) {
            throw Problems.badField(field, "must be from " + least + " to " + MOST_ROWS);
        }
        return Integer.parseInt(text);
    }

    @GET
    @Path("{id}")
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "One agent")
    public AgentRow get(@PathParam("id") UUID id) {
        var host = hosts.get(id, Instant.now());
        seen.tell(MarkBody.of(host.group(), host.tags() == null ? Map.of() : host.tags()));
        return host;
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
