package io.pulsefleet.hub.uptime;

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
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What is tried before it is saved. */
@Path("uptime/trials")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class TrialsResource {

    @Inject
    TrialBook trials;

    @POST
    @RolesAllowed(Caller.OPERATOR)
    @Audited("monitor.try")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Have an agent probe a monitor once, before it is saved",
            description =
                    "'monitor' is as for a new one, or what changes of 'id'. Without 'agent' one of the monitor's"
                            + " datacenters probes. The agent hears of it within 3 s where it names a datacenter, else with its next"
                            + " heartbeat. Nothing of it is kept for longer than an hour, its secrets only until it is answered.")
    @APIResponse(
            responseCode = "202",
            description = "Asked; the header Location says where the outcome will be",
            content = @Content(schema = @Schema(implementation = TrialView.class)))
    @APIResponse(responseCode = "400", description = "All that is wrong is named")
    @APIResponse(responseCode = "404", description = "There is no monitor of that id")
    @APIResponse(responseCode = "409", description = "No agent is online that could, or there is no key for secrets")
    @APIResponse(responseCode = "429", description = "Too many trials are under way")
    public Response ask(TrialForm form, @Context SecurityContext security, @Context UriInfo here) {
        var asked = trials.ask(form, security.getUserPrincipal().getName());
        return Response.status(Status.ACCEPTED)
                .location(here.getAbsolutePathBuilder()
                        .path(asked.id().toString())
                        .build())
                .entity(asked)
                .build();
    }

    @GET
    @Path("{trial}")
    @RolesAllowed(Caller.OPERATOR)
    @Operation(
            summary = "What came of a trial",
            description =
                    "For an hour. 'over' says whether there is more to come; 'seen' is what a heartbeat would say.")
    @APIResponse(responseCode = "200", description = "As far as it is known")
    @APIResponse(responseCode = "404", description = "There is no such trial")
    public TrialView outcome(@PathParam("trial") String trial) {
        return trials.get(
                MonitorRules.asUuid(trial).orElseThrow(() -> Problems.notFound("There is no trial " + trial + ".")));
    }
}
