package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Changes;
import io.pulsefleet.hub.http.Seen;
import io.pulsefleet.hub.uptime.MaintenanceBook.WindowForm;
import io.pulsefleet.hub.uptime.MaintenanceBook.WindowList;
import io.pulsefleet.hub.uptime.MaintenanceBook.WindowView;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** When nobody need be told that something is down. */
@Path("uptime/maintenance")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class MaintenanceResource {

    @Inject
    MaintenanceBook windows;

    @Inject
    Changes changes;

    @Inject
    Seen seen;

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "Maintenance windows", description = "By name, each with the next three times.")
    public WindowList all() {
        return windows.all();
    }

    @POST
    @RolesAllowed(Caller.OPERATOR)
    @Audited("maintenance.add")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Add a maintenance window",
            description = "'starts' is on the clocks of 'time_zone', and stays there when these change; 'rule' is an"
                    + " RRULE of RFC 5545. What is seen in it raises nothing and is not counted. With dry_run=true nothing"
                    + " is added, and the answer says when it would be.")
    @APIResponse(
            responseCode = "200",
            description = "What would be: a dry run",
            content = @Content(schema = @Schema(implementation = WindowView.class)))
    @APIResponse(
            responseCode = "201",
            description = "Added",
            content = @Content(schema = @Schema(implementation = WindowView.class)))
    @APIResponse(responseCode = "400", description = "All that is wrong is named")
    @APIResponse(responseCode = "409", description = "The name is taken")
    public Response add(
            WindowForm form,
            @QueryParam("dry_run") @DefaultValue("false") boolean dryRun,
            @Context SecurityContext security) {
        var by = security.getUserPrincipal().getName();
        if (dryRun) {
            changes.nothing();
            return Response.ok(windows.preview(0, form, by)).build();
        }
        var added = windows.add(form, by);
        changes.of("maintenance", added.id());
        changes.made(added);
        return Response.status(Response.Status.CREATED).entity(added).build();
    }

    @GET
    @Path("{window}")
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "A maintenance window", description = "With the next three times.")
    @APIResponse(responseCode = "200", description = "The window")
    @APIResponse(responseCode = "404", description = "There is no such window")
    public WindowView get(@PathParam("window") String window) {
        var found = windows.get(Asked.number("window", window, 1, 9_999_999));
        seen.tell(found.changedAt());
        return found;
    }

    @PUT
    @Path("{window}")
    @RolesAllowed(Caller.OPERATOR)
    @Audited("maintenance.change")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change a maintenance window",
            description = "As a whole. Hours that are rolled up stay as they were counted. With dry_run=true nothing is"
                    + " changed.")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "400", description = "All that is wrong is named")
    @APIResponse(responseCode = "404", description = "There is no such window")
    @APIResponse(responseCode = "409", description = "The name is taken, or somebody else changed it at the same time")
    @APIResponse(responseCode = "412", description = "If-Match names another version than that of now")
    public WindowView change(
            @PathParam("window") String window,
            WindowForm form,
            @QueryParam("dry_run") @DefaultValue("false") boolean dryRun,
            @Context SecurityContext security) {
        var id = Asked.number("window", window, 1, 9_999_999);
        var by = security.getUserPrincipal().getName();
        if (dryRun) {
            changes.nothing();
            return windows.preview(id, form, by);
        }
        var before = windows.get(id);
        var after = windows.change(id, form, by, seen::expect);
        seen.tell(after.changedAt());
        changes.changed(before, after);
        return after;
    }

    @DELETE
    @Path("{window}")
    @RolesAllowed(Caller.OPERATOR)
    @Audited("maintenance.remove")
    @Operation(summary = "Remove a maintenance window", description = "What was excluded stays so.")
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(responseCode = "404", description = "There is no such window")
    public Response remove(@PathParam("window") String window, @Context SecurityContext security) {
        var id = Asked.number("window", window, 0, 9_999_999);
        changes.removed(windows.get(id));
        windows.remove(id, security.getUserPrincipal().getName());
        return Response.noContent().build();
    }
}
