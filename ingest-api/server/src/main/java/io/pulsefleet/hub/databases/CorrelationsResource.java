package io.pulsefleet.hub.databases;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Narrowed;
import io.pulsefleet.hub.databases.Correlations.CorrelationView;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.query.Span;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** One request of an application, as the databases saw it. */
@Path("correlations")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class CorrelationsResource {

    private static final int LONGEST_ID = 256;
    private static final Duration BY_DEFAULT = Duration.ofDays(7);

    @Inject
    Correlations correlations;

    @GET
    @Path("{id}")
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(
            summary = "Everything of one correlation id",
            description = "Sessions, lock waits and log entries that bear it, in the order of time, with the agent and"
                    + " the database of each, and the statements that they ran. An id that nobody bore has no events.")
    @APIResponse(responseCode = "200", description = "What is known of it")
    @APIResponse(responseCode = "422", description = "It is too much: what to change")
    public CorrelationView get(
            @PathParam("id") String id,
            @Parameter(description = "A moment; seven days before 'to' by default") @QueryParam("from") String from,
            @Parameter(description = "A moment; now by default") @QueryParam("to") String to,
            @Parameter(description = "1 to 5,000; 1,000 by default") @QueryParam("limit") String limit) {
        if (id.length() > LONGEST_ID) {
            throw Problems.badField("id", "must be of " + LONGEST_ID + " characters at most");
        }
        var now = Instant.now();
        var end =
                to == null ? now.plusSeconds(60) : Span.of(null, to, null, now).to();
        var span = Span.of(from == null ? end.minus(BY_DEFAULT).toString() : from, end.toString(), null, now);
        return correlations.of(id, span.from(), span.to(), Limit.of(limit, 1_000, 5_000));
    }
}
