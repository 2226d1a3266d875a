package io.pulsefleet.hub.snapshots;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.http.Moments;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.snapshots.Snapshots.SnapshotView;
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
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What a host is and has, now or at a moment. */
@Path("agents")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class SnapshotsResource {

    @Inject
    Snapshots snapshots;

    @GET
    @Path("{id}/snapshots/{kind}")
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "A host's hardware and system, its processes, services or ports, at a moment",
            description =
                    "inventory, processes, services or ports, as its agent told them: the newest up to 'at'. A snapshot"
                            + " of processes tells who used most in the seconds before it, so of these it is the one whose seconds"
                            + " hold 'at', where there is one.")
    @APIResponse(responseCode = "200", description = "The snapshot; empty where none was told in the week before")
    @APIResponse(responseCode = "404", description = "There is no such agent, or no such snapshots")
    public SnapshotView get(
            @PathParam("id") UUID id,
            @PathParam("kind") String kind,
            @Parameter(description = "A moment; now by default") @QueryParam("at") String at) {
        return snapshots.find(id, What.of(kind), at == null ? Instant.now() : moment(at));
    }

    private static Instant moment(String text) {
        try {
            var moment = Instant.parse(text);
            Moments.check("at", moment);
            return moment;
        } catch (DateTimeParseException unreadable) {
            throw Problems.badField("at", "must be a moment as 2026-11-21T10:15:00Z");
        }
    }
}
