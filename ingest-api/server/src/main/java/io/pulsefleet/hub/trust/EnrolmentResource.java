package io.pulsefleet.hub.trust;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.http.FromStrangers;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.wire.CertificateRequest;
import io.pulsefleet.wire.Enrolled;
import io.pulsefleet.wire.Enrolment;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** How hosts come by their certificates. */
@Path("agents")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class EnrolmentResource {

    @Inject
    Enrolling enrolling;

    @Inject
    Doorkeeper doorkeeper;

    @Inject
    Deeds deeds;

    @Context
    HttpServletRequest request;

    @POST
    @Path("enrol")
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Join the fleet",
            description =
                    "A host shows a join token and a certificate request (PKCS#10); its key never leaves it. One that"
                            + " is known by its machine goes on as the same agent, and its earlier certificates are revoked. Sent"
                            + " again, it is answered the same, and the token is used once.")
    @APIResponse(
            responseCode = "201",
            description = "Joined",
            content = @Content(schema = @Schema(implementation = Enrolled.class)))
    @APIResponse(responseCode = "400", description = "The token or the request cannot be read, or the key is weak")
    @APIResponse(responseCode = "401", description = "The token is unknown, forged, removed, expired or used up")
    @APIResponse(responseCode = "429", description = "Too many wrong tokens came from this address")
    public Response enrol(@FromStrangers Enrolment enrolment) {
        if (!request.isSecure()) {
            throw Problems.badField("", "A host joins over TLS: https://, port 9444 by default.");
        }
        var joined = doorkeeper.let(
                enrolment.token(), request.getRemoteAddr(), () -> enrolling.join(enrolment, request.getRemoteAddr()));
        deeds.done(
                joined.answer().agent().toString(),
                "agent",
                request.getRemoteAddr(),
                joined.again() ? "agent.join-again" : "agent.join",
                "agent/" + joined.answer().agent(),
                "with the join token " + joined.token() + ", as "
                        + enrolment.host().hostname());
        return Response.status(Status.CREATED).entity(joined.answer()).build();
    }

    @POST
    @Path("{id}/certificate")
    @RolesAllowed(Caller.AGENT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Renew an agent's certificate",
            description = "The one that it shows is good until the new one is used, or until it ends.")
    @APIResponse(
            responseCode = "201",
            description = "Renewed",
            content = @Content(schema = @Schema(implementation = Enrolled.class)))
    public Response renew(@PathParam("id") UUID id, CertificateRequest wanted) {
        var from = request.getRemoteAddr();
        try {
            var answer = enrolling.renew(id, wanted.request());
            deeds.done(id.toString(), "agent", from, "agent.certificate.renew", "agent/" + id, "");
            return Response.status(Status.CREATED).entity(answer).build();
        } catch (RefusedException refused) {
            deeds.refused(refused.why(), from, "agent.certificate.renew", "agent/" + id);
            throw Problems.exception(refused.why().problem());
        }
    }
}
