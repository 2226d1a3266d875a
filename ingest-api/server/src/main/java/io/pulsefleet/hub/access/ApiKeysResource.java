package io.pulsefleet.hub.access;

import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.wire.Problem;
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

/** The keys with which senders that are not ours may send, and scripts may do what their role may. */
@Path("api-keys")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ApiKeysResource {

    @Inject
    IssuedKeys keys;

    @Inject
    Changes changes;

    /**
     * @param sends what may be sent with it: {@code pulse}, {@code postgres}, or both; may be left out where it has a role
     * @param role viewer, operator or admin, and at most that of its maker; left out: it may send, and nothing else
     * @param groups on hosts of which groups; left out: of all that its maker may see
     * @param expiresAt at most a year ahead where it has a role; left out: in 90 days with a role, else never
     */
    public record Wanted(String name, List<String> sends, String role, List<String> groups, Instant expiresAt) {}

    /**
     * @param overlapSeconds for so long the old secret holds, too; 0 to 604800, a day by default
     * @param expiresAt as of a new one; left out: stays
     */
    public record Rotation(Integer overlapSeconds, Instant expiresAt) {}

    /** @param key shown this once; only its hash is kept */
    public record NewKey(
            UUID id,
            String name,
            List<String> sends,
            String role,
            List<String> groups,
            Instant createdAt,
            Instant expiresAt,
            Instant oldHoldsUntil,
            String key) {

        /** Never shows the key: records are logged. */
        @Override
        public String toString() {
            return "NewKey[" + id + " " + name + "]";
        }
    }

    /**
     * @param role left out: it may send, and nothing else
     * @param madeBy left out: nobody knows any more
     * @param dead it has a role, and its maker is disabled or gone
     * @param lastUsedAt to the minute; left out: never
     * @param oldHoldsUntil the secret before the last rotation; left out: it does not hold
     */
    public record KeyRow(
            UUID id,
            String name,
            List<String> sends,
            String role,
            List<String> groups,
            String madeBy,
            Instant createdAt,
            Instant expiresAt,
            boolean expired,
            boolean dead,
            Instant lastUsedAt,
            String lastUsedFrom,
            Instant rotatedAt,
            Instant oldHoldsUntil) {}

    /** By name. */
    public record KeyList(List<KeyRow> keys) {}

    @POST
    @RolesAllowed(Caller.ADMIN)
    @Audited("api-key.make")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make an API key",
            description =
                    "For senders that are not ours, and, with a role, for scripts. They show it as 'Authorization:"
                            + " Bearer' or as 'X-API-Key'. It never may more than the user who made it, and one with a role is"
                            + " of no use when that user is disabled or removed.")
    @APIResponse(
            responseCode = "201",
            description = "Made; the answer shows the key, this once",
            content = @Content(schema = @Schema(implementation = NewKey.class)))
    @APIResponse(responseCode = "400", description = "What is wrong is named")
    @APIResponse(responseCode = "409", description = "The name is taken")
    public Response make(Wanted wanted, @Context SecurityContext security) {
        var made = keys.make(wanted, makerOf(security));
        changes.of("api-key", made.id());
        changes.made(keys.get(made.id()));
        return Response.status(Status.CREATED).entity(made).build();
    }

    @POST
    @Path("{id}/rotate")
    @RolesAllowed(Caller.ADMIN)
    @Audited("api-key.rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Give an API key a new secret",
            description = "The old one holds for a while, a day by default, so that nothing stands still meanwhile.")
    @APIResponse(responseCode = "200", description = "The answer shows the new secret, this once")
    @APIResponse(responseCode = "400", description = "What is wrong is named")
    @APIResponse(responseCode = "404", description = "There is no such key")
    public NewKey rotate(@PathParam("id") UUID id, Rotation rotation, @Context SecurityContext security) {
        return keys.rotate(id, rotation == null ? new Rotation(null, null) : rotation, makerOf(security));
    }

    /** A key that makes keys would outlive what limits it. */
    private static String makerOf(SecurityContext security) {
        if (security.getUserPrincipal() instanceof Caller.User user) {
            return user.name();
        }
        throw Problems.exception(
                Problem.of(403, "Not allowed", "Keys are made by users, not by other keys; sign in as a user."));
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
