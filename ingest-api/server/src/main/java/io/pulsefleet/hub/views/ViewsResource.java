package io.pulsefleet.hub.views;

import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Changes;
import io.pulsefleet.hub.access.Narrowed;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Seen;
import io.pulsefleet.hub.views.ViewBook.ViewView;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Lists with their filters, saved under a name. */
@Path("views")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ViewsResource {

    @Inject
    ViewBook views;

    @Inject
    Changes changes;

    @Inject
    Seen seen;

    public record ViewList(List<ViewView> views) {}

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(
            summary = "The views that one has saved, and those for all",
            description = "By name. Those for all are told to whoever may see the whole fleet.")
    public ViewList all(@Context SecurityContext who) {
        return new ViewList(views.all(who));
    }

    @POST
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Audited("view.add")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Save a view",
            description = "The address of a page with its filters, from the hash on. With 'shared' it is for all; that"
                    + " is for operators who may see the whole fleet.")
    @APIResponse(
            responseCode = "201",
            description = "Saved",
            content = @Content(schema = @Schema(implementation = ViewView.class)))
    @APIResponse(responseCode = "400", description = "All that is wrong is named")
    @APIResponse(responseCode = "409", description = "There is one of that name")
    public Response add(ViewForm form, @Context SecurityContext who, @Context UriInfo here) {
        var added = views.add(checked(form), who);
        changes.of("view", added.id());
        changes.made(added);
        return Response.created(here.getAbsolutePathBuilder()
                        .path(added.id().toString())
                        .build())
                .entity(added)
                .build();
    }

    @PATCH
    @Path("{id}")
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Audited("view.change")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Rename or change a view", description = "What is left out stays.")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "400", description = "All that is wrong is named")
    @APIResponse(responseCode = "404", description = "There is no such view")
    @APIResponse(responseCode = "409", description = "The name is taken, or somebody else changed it at the same time")
    @APIResponse(responseCode = "412", description = "If-Match names another version than that of now")
    public ViewView change(@PathParam("id") UUID id, ViewForm form, @Context SecurityContext who) {
        var before = views.get(id, who);
        var after = views.change(
                id, checked(form), who, view -> seen.expect(view.changedAt(), view.changedBy(), view.changedAt()));
        seen.tell(after.changedAt());
        changes.changed(before, after);
        return after;
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Audited("view.remove")
    @Operation(summary = "Remove a view")
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(responseCode = "404", description = "There is no such view")
    public void remove(@PathParam("id") UUID id, @Context SecurityContext who) {
        changes.removed(views.get(id, who));
        views.remove(id, who);
    }

    private static ViewForm checked(ViewForm form) {
        if (form == null) {
            throw Problems.badField("", "The body must say 'name' and 'address'.");
        }
        return form;
    }
}
