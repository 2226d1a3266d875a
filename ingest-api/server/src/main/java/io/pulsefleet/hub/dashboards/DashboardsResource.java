package io.pulsefleet.hub.dashboards;

import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Changes;
import io.pulsefleet.hub.access.Narrowed;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.wire.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * Dashboards: questions under a title. They hold no readings; what their charts show is asked of {@code query}, and of the
 * hosts that the asker may see.
 */
@Path("dashboards")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class DashboardsResource {

    @Inject
    DashboardBook book;

    @Inject
    Changes changes;

    /** @param charts how many */
    public record DashboardRow(
            long id, String title, String description, int charts, int version, Instant changedAt, String changedBy) {}

    /** By title. */
    public record DashboardList(List<DashboardRow> dashboards) {}

    /**
     * @param imported whether it was done, and is not only what would be
     * @param id left out of a dry run
     * @param charts how many
     */
    public record Imported(boolean imported, Long id, String title, int charts) {}

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(summary = "The dashboards", description = "By title, without their charts.")
    public DashboardList list() {
        return new DashboardList(book.all().stream()
                .map(one -> new DashboardRow(
                        one.id(),
                        one.title(),
                        one.description(),
                        one.charts().size(),
                        one.version(),
                        one.changedAt(),
                        one.changedBy()))
                .toList());
    }

    @POST
    @RolesAllowed(Caller.OPERATOR)
    @Audited("dashboard.add")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Add a dashboard", description = "No two have the same title.")
    @APIResponse(
            responseCode = "201",
            description = "Added",
            content = @Content(schema = @Schema(implementation = DashboardView.class)))
    @APIResponse(responseCode = "400", description = "All that is wrong is named")
    @APIResponse(responseCode = "409", description = "There is one of that title, or there are too many")
    public Response add(Dashboard dashboard, @Context SecurityContext security, @Context UriInfo here) {
        var added = book.add(checked(dashboard), nameOf(security));
        changes.of("dashboard", added.id());
        changes.made(added);
        return Response.created(here.getAbsolutePathBuilder()
                        .path(Long.toString(added.id()))
                        .build())
                .entity(added)
                .build();
    }

    @GET
    @Path("{dashboard}")
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(summary = "A dashboard", description = "Its version is also in the header ETag.")
    @APIResponse(
            responseCode = "200",
            description = "The dashboard",
            content = @Content(schema = @Schema(implementation = DashboardView.class)))
    @APIResponse(responseCode = "404", description = "There is no such dashboard")
    public Response get(@PathParam("dashboard") long id) {
        var found = book.find(id);
        return Response.ok(found).tag(Integer.toString(found.version())).build();
    }

    @PUT
    @Path("{dashboard}")
    @RolesAllowed(Caller.OPERATOR)
    @Audited("dashboard.change")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change a dashboard",
            description =
                    "All of it: what is left out becomes what it is usually. If-Match says which version was looked at.")
    @APIResponse(responseCode = "200", description = "Changed")
    @APIResponse(responseCode = "400", description = "All that is wrong is named")
    @APIResponse(responseCode = "404", description = "There is no such dashboard")
    @APIResponse(responseCode = "409", description = "There is one of that title")
    @APIResponse(responseCode = "412", description = "Somebody else changed it meanwhile, and what differs is told")
    @APIResponse(responseCode = "428", description = "If-Match is missing")
    public DashboardView change(
            @PathParam("dashboard") long id,
            @HeaderParam(HttpHeaders.IF_MATCH) String version,
            Dashboard dashboard,
            @Context SecurityContext security) {
        var before = book.find(id);
        var after = book.change(id, versionOf(version), checked(dashboard), nameOf(security));
        changes.changed(before, after);
        return after;
    }

    @DELETE
    @Path("{dashboard}")
    @RolesAllowed(Caller.OPERATOR)
    @Audited("dashboard.remove")
    @Operation(summary = "Remove a dashboard", description = "The audit log keeps what it was.")
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(responseCode = "404", description = "There is no such dashboard")
    public void remove(@PathParam("dashboard") long id, @Context SecurityContext security) {
        changes.removed(book.find(id));
        book.remove(id, nameOf(security));
    }

    @GET
    @Path("{dashboard}/export")
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(summary = "A dashboard as a file", description = "To be imported here or elsewhere.")
    @APIResponse(responseCode = "200", description = "The file")
    @APIResponse(responseCode = "404", description = "There is no such dashboard")
    public DashboardFile export(@PathParam("dashboard") long id) {
        return book.export(id);
    }

    @POST
    @Path("import")
    @RolesAllowed(Caller.OPERATOR)
    @Audited("dashboard.import")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Add a dashboard from a file",
            description = "With dry_run=true nothing is added. All mistakes are told, each with its path.")
    @APIResponse(responseCode = "200", description = "What was added, or would be")
    @APIResponse(responseCode = "400", description = "All that is wrong is named, a title that is taken as well")
    @APIResponse(responseCode = "409", description = "There are too many")
    public Imported importFile(
            @Parameter(description = "true: only look what would be") @QueryParam("dry_run") @DefaultValue("false")
                    String dryRun,
            DashboardFile file,
            @Context SecurityContext security) {
        if (!dryRun.equals("true") && !dryRun.equals("false")) {
            throw Problems.badField("dry_run", "must be true or false");
        }
        if (file == null) {
            throw Problems.badField("", "The body must be a file of a dashboard.");
        }
        var dashboard = book.read(file);
        if (dryRun.equals("true")) {
            changes.nothing();
            return new Imported(
                    false, null, dashboard.title(), dashboard.charts().size());
        }
        var added = book.add(dashboard, nameOf(security));
        changes.of("dashboard", added.id());
        changes.made(added);
        return new Imported(true, added.id(), added.title(), added.charts().size());
    }

    private static Dashboard checked(Dashboard dashboard) {
        if (dashboard == null) {
            throw Problems.badField("", "The body must be a dashboard.");
        }
        return dashboard;
    }

    private static int versionOf(String ifMatch) {
        if (ifMatch == null) {
            throw Problems.exception(
                    Problem.of(428, "Which version?", "The header If-Match must say which version was looked at."));
        }
        var text = ifMatch.replace("\"", "").strip();
        if (!text.matches("[0-9]{1,8}")) {
            throw Problems.badField("If-Match", "must be the number of a version");
        }
        return Integer.parseInt(text);
    }

    private static String nameOf(SecurityContext security) {
        return security.getUserPrincipal().getName();
    }
}
