package io.pulsefleet.hub.ingest;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.http.Large;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What senders that are not ours send. The same answers at the root, as {@code /ingest/pulse}. */
@Path("ingest")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class IngestResource {

    @Inject
    PulseIntake pulse;

    @Inject
    PostgresIntake postgres;

    @Context
    HttpServletRequest request;

    /** @param status {@code stored}, or {@code known}: the same was here before */
    public record Kept(UUID uuid, String status) {}

    /** @param stored how many messages */
    public record Stored(int stored) {}

    @POST
    @Path("pulse")
    @RolesAllowed(Caller.PULSE_SENDER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Send the payload of a window",
            description = "client_id, site_id, batch_index, uuid, stats and additional. With an API key. What comes"
                    + " again under the same uuid is stored once, and the later one stands.")
    @APIResponse(
            responseCode = "201",
            description = "Stored",
            content = @Content(schema = @Schema(implementation = Kept.class)))
    @APIResponse(
            responseCode = "200",
            description = "The same was stored before",
            content = @Content(schema = @Schema(implementation = Kept.class)))
    @APIResponse(responseCode = "400", description = "A field is missing or wrong; it is named")
    @APIResponse(responseCode = "429", description = "More than can be stored now; Retry-After says when again")
    @APIResponse(responseCode = "503", description = "The database is away; Retry-After says when again")
    public Response pulse(@Large Tree body, @Context SecurityContext security) {
        var payload = UnfitException.toldTheSender(() -> PulsePayload.of(body.node()));
        var isNew = pulse.take(Caller.sender(security), payload, request.getRemoteAddr());
        return Response.status(isNew ? Status.CREATED : Status.OK)
                .entity(new Kept(payload.uuid(), isNew ? "stored" : "known"))
                .build();
    }

    @POST
    @Path("postgres")
    @RolesAllowed(Caller.POSTGRES_SENDER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Send what is known of a PostgreSQL server",
            description = "A message, or a list of them: sessions, statements, locks, log entries or metrics of the"
                    + " host, with project_id. With an API key. A message that says its timestamp and comes again is"
                    + " stored once.")
    @APIResponse(
            responseCode = "201",
            description = "Stored",
            content = @Content(schema = @Schema(implementation = Stored.class)))
    @APIResponse(responseCode = "400", description = "A field is missing or wrong; it is named")
    @APIResponse(responseCode = "429", description = "More than can be stored now; Retry-After says when again")
    @APIResponse(responseCode = "503", description = "The database is away; Retry-After says when again")
    public Response postgres(
            @Large Tree body, @HeaderParam("X-Project-Id") String project, @Context SecurityContext security) {
        var stored = postgres.take(
                Caller.sender(security),
                body,
                Optional.ofNullable(project).map(String::strip).filter(text -> !text.isEmpty()),
                request.getRemoteAddr());
        return Response.status(Status.CREATED).entity(new Stored(stored)).build();
    }
}
