package io.pulsefleet.hub.trust;

import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.http.Problems;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The certificates of one agent, and how its rights are taken away. */
@Path("agents")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class CertificatesResource {

    private static final String REASON = "[^\\p{Cntrl}]{1,500}";

    @Inject
    CertificateBook book;

    @Inject
    Enrolling enrolling;

    /** @param reason for those who look at it later */
    public record Revocation(String reason) {}

    /**
     * @param state {@code unused}, {@code current}, {@code superseded}, {@code expired}, {@code revoked}
     * @param joinToken with which it was got; left out: by renewal
     * @param revokedBy left out unless it was revoked, like {@code reason}
     */
    public record CertificateRow(
            String serial,
            String state,
            Instant issuedAt,
            Instant notAfter,
            Instant firstUsedAt,
            UUID joinToken,
            Instant revokedAt,
            String revokedBy,
            String reason) {}

    /**
     * @param doubleUseAt when it was last seen to be used in two places at once; left out: never
     * @param certificates the newest first; none: it shows a token
     */
    public record CertificateList(Instant doubleUseAt, List<CertificateRow> certificates) {}

    @GET
    @Path("{id}/certificates")
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "The certificates of an agent", description = "The newest first.")
    @APIResponse(responseCode = "200", description = "The certificates, the newest first")
    @APIResponse(responseCode = "404", description = "There is no such agent")
    public CertificateList list(@PathParam("id") UUID id) {
        return book.of(id);
    }

    @POST
    @Path("{id}/revoke")
    @RolesAllowed(Caller.ADMIN)
    @Audited("agent.revoke")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Take an agent's rights away",
            description =
                    "All its certificates and its token are no good any more, at every hub within 20 s. A new join"
                            + " token lets it in again, as the same agent.")
    @APIResponse(responseCode = "204", description = "Done")
    @APIResponse(responseCode = "400", description = "There is no reason")
    @APIResponse(responseCode = "404", description = "There is no such agent")
    public Response revoke(@PathParam("id") UUID id, Revocation revocation, @Context SecurityContext security) {
        if (revocation == null
                || revocation.reason() == null
                || !revocation.reason().matches(REASON)) {
            throw Problems.badField("reason", "must be a text of 1 to 500 characters");
        }
        enrolling.revoke(id, security.getUserPrincipal().getName(), revocation.reason());
        return Response.noContent().build();
    }
}
