package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.wire.uptime.LeaseAnswer;
import io.pulsefleet.wire.uptime.LeaseRequest;
import io.pulsefleet.wire.uptime.TrialOutcome;
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
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Agents that would probe. */
@Path("agents")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ProberResource {

    @Inject
    Probers probers;

    @Inject
    TrialBook trials;

    @POST
    @Path("{id}/uptime-lease")
    @RolesAllowed(Caller.AGENT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Ask to probe for a datacenter, or to go on doing so",
            description = "One agent of each holds its lease, for 10 s from the answer's hubTime on; it asks every 3 s"
                    + " with the lease's number, and is told the monitors when it has none of their revision.")
    @APIResponse(responseCode = "200", description = "Who probes; held, of_another or unknown_datacenter")
    public LeaseAnswer ask(@PathParam("id") UUID id, LeaseRequest request, @Context SecurityContext security) {
        return probers.answer(Caller.agent(security), request);
    }

    @PUT
    @Path("{id}/uptime-trials/{trial}")
    @RolesAllowed(Caller.AGENT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Tell what a trial showed", description = "The first answer stands.")
    @APIResponse(responseCode = "204", description = "Kept")
    @APIResponse(responseCode = "404", description = "The agent was not asked that")
    public Response tried(@PathParam("id") UUID id, @PathParam("trial") UUID trial, TrialOutcome outcome) {
        trials.answer(id, trial, outcome);
        return Response.noContent().build();
    }
}
