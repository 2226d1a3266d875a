package io.pulsefleet.hub.query;

import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Narrowed;
import io.pulsefleet.hub.http.Problems;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The past as plain rows, for who reads with SQL. */
@Path("unpack")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class UnpackResource {

    @Inject
    PlainRows plainRows;

    /**
     * @param agents ids or hostnames; {@code *} stands for all
     * @param keep how long the rows stay, as {@code PT6H}; a day by default
     */
    public record Wish(List<String> agents, Instant from, Instant to, Duration keep) {}

    /**
     * @param visits rows that were added; those of earlier requests stay and are not counted
     * @param until when they go away
     */
    public record Done(long slices, long visits, Instant until) {}

    @POST
    @RolesAllowed(Caller.OPERATOR)
    @Narrowed
    @Audited("history.unpack")
    @Operation(
            summary = "Unpack a span, so that the SQL views 'sample' and 'metrics' show it",
            description =
                    "Whole hours. The rows go away by themselves. Each visit is there once, however often it is asked for.")
    public Done unpack(Wish wish) {
        if (wish == null) {
            throw Problems.badField("", "The body is missing.");
        }
        return plainRows.make(wish, Instant.now());
    }
}
