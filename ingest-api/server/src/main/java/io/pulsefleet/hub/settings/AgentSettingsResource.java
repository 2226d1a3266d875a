package io.pulsefleet.hub.settings;

import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.settings.SettingsViews.AgentSettings;
import io.pulsefleet.wire.settings.SettingsDocument;
import io.pulsefleet.wire.settings.SettingsReport;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** An agent's settings: what it is told, and what it makes of it. */
@Path("agents")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AgentSettingsResource {

    @Inject
    SettingsBook book;

    @Inject
    Releases releases;

    @GET
    @Path("{id}/settings")
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "An agent's settings, and of which layer each comes",
            description = "Values that the host itself sets are not told to the hub: they have the layer 'own'.")
    @APIResponse(responseCode = "200", description = "Its settings, and how far it is with them")
    @APIResponse(responseCode = "404", description = "There is no such agent")
    public AgentSettings of(@PathParam("id") UUID id) {
        return book.of(id);
    }

    @GET
    @Path("{id}/settings/document")
    @RolesAllowed(Caller.AGENT)
    @Operation(summary = "What an agent is to set", description = "For the agent itself.")
    public SettingsDocument document(@PathParam("id") UUID id) {
        return book.document(id);
    }

    @PUT
    @Path("{id}/settings")
    @RolesAllowed(Caller.AGENT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Say what became of the settings", description = "By the agent itself, whenever it changes.")
    @APIResponse(responseCode = "204", description = "Noted")
    public Response told(@PathParam("id") UUID id, SettingsReport report) {
        book.told(id, report);
        return Response.noContent().build();
    }

    @POST
    @Path("{id}/settings/retry")
    @RolesAllowed(Caller.ADMIN)
    @Audited("settings.retry")
    @Operation(summary = "Have an agent try again what it refused or took back")
    @APIResponse(responseCode = "204", description = "It is told with its next heartbeat")
    @APIResponse(responseCode = "409", description = "It did neither")
    public Response retry(@PathParam("id") UUID id) {
        book.retry(id);
        releases.refresh();
        return Response.noContent().build();
    }
}
