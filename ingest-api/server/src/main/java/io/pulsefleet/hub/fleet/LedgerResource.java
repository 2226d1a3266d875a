package io.pulsefleet.hub.fleet;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.http.Problems;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The proof that nothing was lost, or what was and why. */
@Path("agents")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class LedgerResource {

    private static final int MOST_DAYS = 400;

    @Inject
    Accounts accounts;

    @GET
    @Path("{id}/ledger")
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "What became of all that an agent read",
            description =
                    "Segments and readings sealed, sent, acknowledged, given up, refused and stored, counted by the"
                            + " agent and by the hub and reckoned against each other. What was given up or refused counts for the"
                            + " last days that are asked for; what is missing without a reason counts always.")
    public Ledger get(@PathParam("id") UUID id, @QueryParam("days") @DefaultValue("30") String days) {
        return accounts.of(id, daysOf(days));
    }

    private static int daysOf(String text) {
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST_DAYS) {
            throw Problems.badField("days", "must be from 1 to " + MOST_DAYS);
        }
        return Integer.parseInt(text);
    }
}
