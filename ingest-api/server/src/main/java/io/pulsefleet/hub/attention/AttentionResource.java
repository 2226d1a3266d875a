package io.pulsefleet.hub.attention;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Narrowed;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What needs somebody. */
@Path("attention")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AttentionResource {

    @Inject
    Attention attention;

    /** @param groups kinds of things, those without trouble left out; none: nothing needs anybody */
    public record AttentionList(List<Attention.Group> groups, Instant hubTime) {}

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(
            summary = "What somebody should look at",
            description =
                    "Hosts that are silent or in error, databases that are down or not read in full, monitors with"
                            + " an open incident, file systems that are full or will be within a week, jobs that failed or are"
                            + " late. Of each kind how many there are, and the 20 worst.")
    @APIResponse(responseCode = "200", description = "By kind, each with the console's page of it")
    public AttentionList get() {
        var now = Instant.now();
        return new AttentionList(attention.now(now), now);
    }
}
