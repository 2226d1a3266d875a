package io.pulsefleet.hub.batch;

import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Changes;
import io.pulsefleet.hub.access.Narrowed;
import io.pulsefleet.hub.batch.Trial.TrialView;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Seen;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The Liberty servers whose jobs are seen and steered beside those of our agents. */
@Path("batch-servers")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class BatchServersResource {

    @Inject
    ServerBook servers;

    @Inject
    Trial trial;

    @Inject
    Changes changes;

    @Inject
    Seen seen;

    /** By name. */
    public record ServerList(List<ServerView> servers) {}

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(summary = "The Liberty servers whose jobs are seen", description = "Without their passwords.")
    public ServerList list() {
        return new ServerList(servers.all().stream().map(servers::view).toList());
    }

    @POST
    @RolesAllowed(Caller.ADMIN)
    @Audited("batch-server.add")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Add a Liberty server, so that its jobs are seen and steered",
            description = "It must have the feature batchManagement-1.0. The password is encrypted before it is stored,"
                    + " and told to that server only.")
    @APIResponse(
            responseCode = "201",
            description = "Added",
            content = @Content(schema = @Schema(implementation = ServerView.class)))
    @APIResponse(responseCode = "400", description = "All that is wrong is named")
    @APIResponse(responseCode = "409", description = "There is one of that name, or there are too many")
    public Response add(ServerForm form, @Context SecurityContext security, @Context UriInfo here) {
        var added = servers.add(checked(form), nameOf(security));
        changes.of("batch-server", added.name());
        changes.made(added);
        return Response.created(here.getAbsolutePathBuilder().path(added.name()).build())
                .entity(added)
                .build();
    }

    @GET
    @Path("{server}")
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(summary = "A Liberty server whose jobs are seen", description = "Without its password.")
    @APIResponse(responseCode = "200", description = "The server")
    @APIResponse(responseCode = "404", description = "There is no such server")
    public ServerView get(@PathParam("server") String server) {
        var found = servers.view(servers.find(server));
        seen.tell(found.changedAt());
        return found;
    }

    @PATCH
    @Path("{server}")
    @RolesAllowed(Caller.ADMIN)
    @Audited("batch-server.change")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change a Liberty server",
            description = "What is left out stays, the password too; where url or user are others it must be given"
                    + " again. Its name stays.")
    @APIResponse(responseCode = "200", description = "Changed")
    @APIResponse(responseCode = "400", description = "All that is wrong is named")
    @APIResponse(responseCode = "404", description = "There is no such server")
    @APIResponse(responseCode = "409", description = "Somebody else changed it at the same time")
    @APIResponse(responseCode = "412", description = "If-Match names another version than that of now")
    public ServerView change(@PathParam("server") String server, ServerForm form, @Context SecurityContext security) {
        var before = servers.view(servers.find(server));
        var after = servers.change(server, checked(form), nameOf(security), seen::expect);
        seen.tell(after.changedAt());
        changes.changed(before, after);
        return after;
    }

    @DELETE
    @Path("{server}")
    @RolesAllowed(Caller.ADMIN)
    @Audited("batch-server.remove")
    @Operation(
            summary = "Remove a Liberty server",
            description = "Its jobs go on; they are not seen here any more, and its password is deleted.")
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(responseCode = "404", description = "There is no such server")
    public void remove(@PathParam("server") String server, @Context SecurityContext security) {
        changes.removed(servers.view(servers.find(server)));
        servers.remove(server, nameOf(security));
    }

    @POST
    @Path("{server}/test")
    @RolesAllowed(Caller.ADMIN)
    @Audited("batch-server.test")
    @Operation(
            summary = "Try whether a Liberty server lets us see its jobs",
            description = "What is wrong is named: 'unreachable', 'certificate' with the fingerprint of the one that it"
                    + " shows, 'wrong_password', 'no_rights', 'no_feature' and others.")
    @APIResponse(responseCode = "200", description = "What came of it")
    @APIResponse(responseCode = "404", description = "There is no such server")
    public TrialView test(@PathParam("server") String server) {
        return trial.of(servers.find(server));
    }

    private static ServerForm checked(ServerForm form) {
        if (form == null) {
            throw Problems.badField("", "The body must say what server it is.");
        }
        return form;
    }

    private static String nameOf(SecurityContext security) {
        return security.getUserPrincipal().getName();
    }
}
