package io.pulsefleet.hub.targets;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.wire.TakenDatabases;
import io.pulsefleet.wire.TestOutcome;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What agents say of the databases that the hub told them of. */
@Path("agents")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class DeliveryResource {

    @Inject
    TargetBook targets;

    @Inject
    DatabaseTests tests;

    @PUT
    @Path("{id}/databases")
    @RolesAllowed(Caller.AGENT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Say what became of the databases in the plan",
            description =
                    "Whether each is watched, and if not, why. Of those that are not this agent's nothing is noted.")
    @APIResponse(responseCode = "204", description = "Noted")
    public Response taken(@PathParam("id") UUID id, TakenDatabases taken) {
        targets.told(id, taken);
        return Response.noContent().build();
    }

    @PUT
    @Path("{id}/database-tests/{test}")
    @RolesAllowed(Caller.AGENT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Answer a test of a database", description = "The first answer stands.")
    @APIResponse(responseCode = "204", description = "Kept")
    @APIResponse(responseCode = "404", description = "The agent was not asked that")
    public Response answer(@PathParam("id") UUID id, @PathParam("test") UUID test, TestOutcome outcome) {
        tests.answer(id, test, outcome);
        return Response.noContent().build();
    }
}
