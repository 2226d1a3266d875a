package io.pulsefleet.hub.containers;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.containers.Containers.ContainersView;
import io.pulsefleet.hub.http.Moments;
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
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The containers of a host, and what became of them. */
@Path("agents")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ContainersResource {

    private static final int MOST = 1_000;

    @Inject
    Containers containers;

    @GET
    @Path("{id}/containers")
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "The containers of a host",
            description =
                    "The newest snapshot up to 'at' (now by default): the daemon's state with its remedy, and each"
                            + " container as it was; and the events of the day before, the newest first.")
    @APIResponse(responseCode = "200", description = "The containers")
    @APIResponse(responseCode = "400", description = "A parameter is wrong; it is named")
    @APIResponse(responseCode = "404", description = "There is no such agent")
    public ContainersView get(
            @PathParam("id") UUID id,
            @QueryParam("at") String at,
            @QueryParam("events") @DefaultValue("100") String events) {
        return containers.at(id, at == null ? Instant.now() : moment(at), mostOf(events));
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

    private static int mostOf(String text) {
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw Problems.badField("events", "must be from 1 to " + MOST);
        }
        return Integer.parseInt(text);
    }
}
