package io.pulsefleet.hub.intake;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.http.Large;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.wire.Measured;
import io.pulsefleet.wire.Problem;
import io.pulsefleet.wire.Shipment;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What agents send. */
@Path("agents")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class IntakeResource {

    @Inject
    Intake intake;

    /** @param stored how many readings */
    public record Stored(int stored) {}

    @PUT
    @Path("{id}/shipments/{segment}")
    @RolesAllowed(Caller.AGENT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Ship a segment",
            description = "The segment's name is the key: sent twice, it is stored once. The body may come as gzip.")
    @APIResponse(responseCode = "201", description = "Taken: it is on disk")
    @APIResponse(responseCode = "204", description = "Known: it was taken before")
    @APIResponse(responseCode = "409", description = "Unknown metric sets; send it again with these along")
    @APIResponse(responseCode = "413", description = "Larger than PULSE_SHIPMENT_LIMIT, unpacked")
    public Response put(
            @PathParam("id") UUID id,
            @PathParam("segment") String segment,
            @Large Shipment shipment,
            @Context SecurityContext security) {
        var outcome = intake.take(Caller.agent(security), segment, shipment);
        if (outcome instanceof Outcome.UnknownSets unknown) {
            return Problems.answer(Problem.ofUnknownSets(unknown.hashes()));
        }
        return Response.status(outcome instanceof Outcome.Taken ? Status.CREATED : Status.NO_CONTENT)
                .build();
    }

    @POST
    @Path("{id}/metrics")
    @RolesAllowed(Caller.AGENT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Send single readings",
            description =
                    "A simple form for anyone who has numbers: {\"metrics\":[{\"name\",\"value\",\"at\",\"labels\"}]}."
                            + " Sent twice, it is stored twice.")
    @APIResponse(responseCode = "201", description = "Stored")
    public Response post(@PathParam("id") UUID id, Measured measured, @Context SecurityContext security) {
        var stored = intake.take(Caller.agent(security), measured);
        return Response.status(Status.CREATED).entity(new Stored(stored)).build();
    }
}
