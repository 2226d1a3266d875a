package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Changes;
import io.pulsefleet.hub.http.Large;
import io.pulsefleet.hub.http.Tree;
import io.pulsefleet.hub.http.YamlText;
import io.pulsefleet.hub.uptime.DocumentBook.Applied;
import io.pulsefleet.hub.uptime.DocumentBook.UptimeDocument;
import io.pulsefleet.wire.RawJson;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** All that is said of uptime as one document. */
@Path("uptime/document")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class DocumentResource {

    @Inject
    DocumentBook documents;

    @Inject
    Changes changes;

    @GET
    @RolesAllowed(Caller.ADMIN)
    @Produces({MediaType.APPLICATION_JSON, YamlText.MEDIA_TYPE})
    @Operation(
            summary = "Export regions, datacenters, schedules, monitors and maintenance windows",
            description = "Without secrets. Applied again it changes nothing. As YAML where the header Accept prefers"
                    + " application/yaml, or with format=yaml.")
    @APIResponse(
            responseCode = "200",
            description = "All of it",
            content = @Content(schema = @Schema(implementation = UptimeDocument.class)))
    public Response export(@QueryParam("format") String format, @Context HttpHeaders headers) {
        return Asked.isYaml(format, headers.getAcceptableMediaTypes())
                ? Response.ok(documents.yaml(), YamlText.MEDIA_TYPE + ";charset=UTF-8")
                        .build()
                : Response.ok(documents.export(), MediaType.APPLICATION_JSON_TYPE)
                        .build();
    }

    @PUT
    @RolesAllowed(Caller.ADMIN)
    @Audited("uptime-document.apply")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Apply such a document",
            description =
                    "All of it or nothing; JSON, or YAML as application/yaml. With dry_run=true it says what would"
                            + " change. What it does not name stays; with prune=true monitors go that it does not name, and"
                            + " maintenance windows where it names any. Secrets that are left out stay.")
    @RequestBody(content = @Content(schema = @Schema(implementation = UptimeDocument.class)))
    @APIResponse(responseCode = "200", description = "What was changed, or would be")
    @APIResponse(
            responseCode = "400",
            description = "All that is wrong is named, of YAML with lines; nothing was changed")
    public Applied apply(
            @Large RawJson document,
            @QueryParam("dry_run") @DefaultValue("false") boolean dryRun,
            @QueryParam("prune") @DefaultValue("false") boolean prune,
            @Context SecurityContext security) {
        return apply(() -> Tree.ofJson(document.text()), dryRun, prune, security);
    }

    @PUT
    @RolesAllowed(Caller.ADMIN)
    @Audited("uptime-document.apply")
    @Consumes(YamlText.MEDIA_TYPE)
    @Operation(hidden = true)
    public Applied applyYaml(
            YamlText document,
            @QueryParam("dry_run") @DefaultValue("false") boolean dryRun,
            @QueryParam("prune") @DefaultValue("false") boolean prune,
            @Context SecurityContext security) {
        return apply(() -> Tree.ofYaml(document.text()), dryRun, prune, security);
    }

    private Applied apply(Supplier<Tree> tree, boolean dryRun, boolean prune, SecurityContext security) {
        var applied = documents.apply(
                Paper.of(Asked.tree(tree)),
                dryRun,
                prune,
                security.getUserPrincipal().getName());
        if (dryRun) {
            changes.nothing();
        } else {
            changes.made(applied);
        }
        return applied;
    }
}
