package io.pulsefleet.hub.access;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The keys with which senders that are not ours may send. */
@Path("api-keys")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ApiKeysResource {

    @Inject
    IssuedKeys keys;

    @Inject
    Changes changes;

    /**
     * @param sends what may be sent with it: {@code pulse}, {@code postgres}, or both
     * @param expiresAt left out: never
     */
    public record Wanted(String name, List<String> sends, Instant expiresAt) {}

    /** @param key shown this once; only its hash is kept */
    public record NewKey(UUID id, String name, List<String> sends, Instant createdAt, Instant expiresAt, String key) {

        /** Never shows the key: records are logged. */
        @Override
        public String toString() {
            return "NewKey[" + id + " " + name + "]";
        }
    }

    /** @param lastUsedAt to the minute; left out: never */
    public record KeyRow(
            UUID id,
            String name,
            List<String> sends,
            Instant createdAt,
            Instant expiresAt,
            boolean expired,
            Instant lastUsedAt) {}

    /** By name. */
    public record KeyList(List<KeyRow> keys) {}

    @POST
    @RolesAllowed(Caller.ADMIN)
    @Audited("api-key.make")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make an API key",
            description = "For senders that are not ours. They show it as 'Authorization: Bearer' or as 'X-API-Key'.")
    @APIResponse(
            responseCode = "201",
            description = "Made; the answer shows the key, this once",
            content = @Content(schema = @Schema(implementation = NewKey.class)))
    @APIResponse(responseCode = "400", description = "What is wrong is named")
    @APIResponse(responseCode = "409", description = "The name is taken")
    public Response make(Wanted wanted, @Context SecurityContext security) {
        var made = keys.make(wanted, security.getUserPrincipal().getName());
        changes.of("api-key", made.id());
        changes.made(keys.get(made.id()));
        return Response.status(Status.CREATED)
                .entity(made)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @GET
    @RolesAllowed(Caller.ADMIN)
    @Operation(summary = "The API keys", description = "Without the keys themselves: nobody can read those.")
    public KeyList all() {
        return new KeyList(keys.all());
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(Caller.ADMIN)
    @Audited("api-key.remove")
    @Operation(summary = "Remove an API key", description = "It is of no use from now on.")
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(responseCode = "404", description = "There is no such key")
    public Response remove(@PathParam("id") UUID id, @Context SecurityContext security) {
        changes.removed(keys.get(id));
        keys.remove(id, security.getUserPrincipal().getName());
        return Response.noContent().build();
    }
}
