package io.pulsefleet.hub.settings;

import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.settings.SettingsBook.LayerForm;
import io.pulsefleet.hub.settings.SettingsViews.Diff;
import io.pulsefleet.hub.settings.SettingsViews.LayerView;
import io.pulsefleet.hub.settings.SettingsViews.Outlook;
import io.pulsefleet.hub.settings.SettingsViews.Overview;
import io.pulsefleet.hub.settings.SettingsViews.Versions;
import io.pulsefleet.wire.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Settings for the whole fleet, for a group, for a host. */
@Path("fleet-settings")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class FleetSettingsResource {

    @Inject
    SettingsBook book;

    @Inject
    Releases releases;

    /** Which version is to hold again, and why. */
    public record RevertForm(Integer version, String reason) {}

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "The layers of settings, the newest roll-out, and which settings there are",
            description = "What a host sets itself wins over all layers; a host's layer wins over its group's, and that"
                    + " over 'global'.")
    public Overview overview() {
        return book.overview();
    }

    @GET
    @Path(Layer.PATH)
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "One layer", description = "Its version is also in the header ETag.")
    @APIResponse(
            responseCode = "200",
            description = "The layer; version 0 where nobody has set anything in it yet",
            content = @Content(schema = @Schema(implementation = LayerView.class)))
    public Response layer(@PathParam("layer") String layer) {
        var view = book.layer(Layer.of(layer));
        return Response.ok(view).tag(Integer.toString(view.version())).build();
    }

    @PUT
    @Path(Layer.PATH)
    @RolesAllowed(Caller.ADMIN)
    @Audited("settings.change")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Say what a layer sets",
            description = "All of it: what is left out is set no more. If-Match says which version was looked at, 0 for"
                    + " none. It goes to one agent, then to a tenth, then to all, and halts where one refuses it or takes"
                    + " it back; with waves=false to all at once. With dryRun=true nothing is changed.")
    @APIResponse(responseCode = "200", description = "Which agents change, and how")
    @APIResponse(responseCode = "400", description = "All that is wrong is named")
    @APIResponse(responseCode = "412", description = "It was changed meanwhile; the difference is told")
    @APIResponse(responseCode = "428", description = "If-Match is missing")
    public Outlook put(
            @PathParam("layer") String layer,
            @HeaderParam(HttpHeaders.IF_MATCH) String version,
            @QueryParam("dryRun") @DefaultValue("false") String dryRun,
            @QueryParam("waves") @DefaultValue("true") String waves,
            LayerForm form,
            @Context SecurityContext security) {
        var outlook = book.put(
                Layer.of(layer), form, versionOf(version), flag("dryRun", dryRun), flag("waves", waves), by(security));
        if (!outlook.dryRun()) {
            releases.refresh();
        }
        return outlook;
    }

    @GET
    @Path(Layer.PATH + "/versions")
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "The versions of a layer", description = "The newest first, each with what it changed.")
    public Versions versions(@PathParam("layer") String layer) {
        return book.versions(Layer.of(layer));
    }

    @GET
    @Path(Layer.PATH + "/diff")
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "The difference between two versions of a layer")
    @APIResponse(responseCode = "200", description = "What is set otherwise")
    @APIResponse(responseCode = "404", description = "There is no such version")
    public Diff diff(@PathParam("layer") String layer, @QueryParam("from") String from, @QueryParam("to") String to) {
        return book.diff(Layer.of(layer), number("from", from), number("to", to));
    }

    @POST
    @Path(Layer.PATH + "/revert")
    @RolesAllowed(Caller.ADMIN)
    @Audited("settings.revert")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Have a layer as it was", description = "As a new version; version 0 is an empty layer.")
    @APIResponse(responseCode = "200", description = "Which agents change, and how")
    @APIResponse(responseCode = "404", description = "There is no such version")
    public Outlook revert(
            @PathParam("layer") String layer,
            @QueryParam("waves") @DefaultValue("true") String waves,
            RevertForm form,
            @Context SecurityContext security) {
        if (form == null || form.version() == null || form.version() < 0) {
            throw Problems.badField("version", "must be a version of this layer");
        }
        var outlook = book.revert(Layer.of(layer), form.version(), form.reason(), flag("waves", waves), by(security));
        releases.refresh();
        return outlook;
    }

    @POST
    @Path("rollout/resume")
    @RolesAllowed(Caller.ADMIN)
    @Audited("settings.resume")
    @Operation(
            summary = "Let a roll-out that was halted go on",
            description = "To all that are behind, at once and whoever fails.")
    @APIResponse(responseCode = "204", description = "It goes on")
    @APIResponse(responseCode = "409", description = "None is halted")
    public Response resume() {
        book.resume();
        releases.refresh();
        return Response.noContent().build();
    }

    private static int versionOf(String ifMatch) {
        if (ifMatch == null) {
            throw Problems.exception(Problem.of(
                    428, "Which version?", "The header If-Match must say which version was looked at; 0 for none."));
        }
        return number("If-Match", ifMatch.replace("\"", "").strip());
    }

    private static int number(String name, String text) {
        if (text == null || !text.matches("[0-9]{1,8}")) {
            throw Problems.badField(name, "must be the number of a version");
        }
        return Integer.parseInt(text);
    }

    private static boolean flag(String name, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Problems.badField(name, "must be true or false");
        };
    }

    private static String by(SecurityContext security) {
        return security.getUserPrincipal().getName();
    }
}
