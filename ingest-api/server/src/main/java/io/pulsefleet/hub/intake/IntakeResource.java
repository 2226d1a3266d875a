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
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What agents send. */
@Path("agents")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class IntakeResource {

    @Inject
    Intake intake;

    private static final String TOO_FAR = "Their moment is too far in the future or in the past.";

    /**
     * @param dropped frames that were left out
     * @param reason why
     */
    public record Dropped(int dropped, String reason) {}

    /** @param stored how many readings */
    public record Stored(int stored) {}

    @PUT
    @Path("{id}/shipments/{segment}")
    @RolesAllowed(Caller.AGENT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Ship a segment",
            description =
                    "The segment's name is the key: sent twice, it is stored once. The body may come as gzip or zstd.")
    @APIResponse(
            responseCode = "201",
            description =
                    "Taken: it is on disk. A body says which frames were left out: those further in the future than"
                            + " PULSE_INTAKE_FUTURE or older than PULSE_INTAKE_PAST",
            content = @Content(schema = @Schema(implementation = Dropped.class)))
    @APIResponse(responseCode = "204", description = "Known: it was taken before")
    @APIResponse(responseCode = "409", description = "Unknown metric sets; send it again with these along")
    @APIResponse(responseCode = "422", description = "The agent would use more metric sets than PULSE_INTAKE_SETS")
    @APIResponse(
            responseCode = "429",
            description = "The hub has more than it can store now; Retry-After says when again")
    @APIResponse(responseCode = "503", description = "The database is away; Retry-After says when again")
    @APIResponse(responseCode = "413", description = "Larger than PULSE_SHIPMENT_LIMIT, unpacked")
    public CompletionStage<Response> put(
            @PathParam("id") UUID id,
            @PathParam("segment") String segment,
            @Large Shipment shipment,
            @Context SecurityContext security) {
        return intake.take(Caller.agent(security), segment, shipment).thenApply(IntakeResource::answer);
    }

    static Response answer(Receipt receipt) {
        if (receipt instanceof Receipt.UnknownSets unknown) {
            return Problems.answer(Problem.ofUnknownSets(unknown.hashes()));
        }
        if (receipt instanceof Receipt.Taken taken) {
            return taken.dropped() == 0
                    ? Response.status(Status.CREATED).build()
                    : Response.status(Status.CREATED)
                            .entity(new Dropped(taken.dropped(), TOO_FAR))
                            .build();
        }
        return Response.noContent().build();
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
    @APIResponse(
            responseCode = "201",
            description = "Stored",
            content = @Content(schema = @Schema(implementation = Stored.class)))
    public CompletionStage<Response> post(
            @PathParam("id") UUID id, Measured measured, @Context SecurityContext security) {
        return intake.take(Caller.agent(security), measured)
                .thenApply(stored -> Response.status(Status.CREATED)
                        .entity(new Stored(stored))
                        .build());
    }
}
