package io.pulsefleet.hub.trust;

import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
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
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The tokens with which hosts join. */
@Path("join-tokens")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class JoinTokensResource {

    @Inject
    JoinTokenBook book;

    /**
     * @param name left out: by whom and when it was made
     * @param uses how many hosts may join with it, 1 to 10,000; left out: 1
     * @param expiresIn as {@code 24h}, {@code 90d} at most; left out: 24h
     * @param group that they are put into; left out: none
     * @param tags that they are given; left out: none
     */
    public record Wanted(String name, Integer uses, String expiresIn, String group, Map<String, String> tags) {}

    /**
     * @param token shown this once; only its hash is kept
     * @param fingerprint of the authority, by which the host knows the hub at their first contact
     * @param joinLine what is to be run on the host
     */
    public record NewToken(
            UUID id, String name, int uses, Instant expiresAt, String token, String fingerprint, String joinLine) {

        /** Never shows the token: records are logged. */
        @Override
        public String toString() {
            return "NewToken[" + id + " " + name + "]";
        }
    }

    /**
     * @param state {@code open}, {@code used_up}, {@code expired}
     * @param joined the agents that joined with it
     */
    public record TokenRow(
            UUID id,
            String name,
            String state,
            int uses,
            int usesLeft,
            String group,
            Map<String, String> tags,
            Instant createdAt,
            String createdBy,
            Instant expiresAt,
            List<UUID> joined) {}

    /** The newest first, 1,000 at most. */
    public record TokenList(List<TokenRow> tokens) {}

    @POST
    @RolesAllowed(Caller.ADMIN)
    @Audited("join-token.make")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make a join token",
            description = "With the line that lets a host join: it holds the token, and the authority's fingerprint.")
    @APIResponse(
            responseCode = "201",
            description = "Made; the answer shows the token, this once",
            content = @Content(schema = @Schema(implementation = NewToken.class)))
    @APIResponse(responseCode = "400", description = "What is wrong is named")
    public Response make(Wanted wanted, @Context SecurityContext security) {
        return Response.status(Status.CREATED)
                .entity(book.make(wanted, security.getUserPrincipal().getName()))
                .build();
    }

    @GET
    @RolesAllowed(Caller.ADMIN)
    @Operation(summary = "The join tokens", description = "Those that were not removed, and who joined with them.")
    public TokenList list() {
        return new TokenList(book.all());
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(Caller.ADMIN)
    @Audited("join-token.remove")
    @Operation(summary = "Remove a join token", description = "Who has joined with it stays.")
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(responseCode = "404", description = "There is no such token")
    public Response remove(@PathParam("id") UUID id) {
        book.remove(id);
        return Response.noContent().build();
    }
}
