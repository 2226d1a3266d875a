package io.pulsefleet.hub.configuration;

import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Changes;
import io.pulsefleet.hub.configuration.ConfigurationBook.Applied;
import io.pulsefleet.hub.configuration.Section.How;
import io.pulsefleet.hub.http.Large;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Tree;
import io.pulsefleet.hub.http.YamlText;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** All that is configured at the hub as one document. */
@Path("configuration")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ConfigurationResource {

    @Inject
    ConfigurationBook book;

    @Inject
    Changes changes;

    @GET
    @RolesAllowed(Caller.ADMIN)
    @Produces({YamlText.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Operation(
            summary = "Export all that is configured",
            description = "Hosts' groups and tags, the layers of settings, databases, uptime (regions, datacenters,"
                    + " schedules, monitors, maintenance windows), dashboards, views for all, and retention. Applied again it changes"
                    + " nothing. Without secrets, and without accounts, keys and tokens.")
    @APIResponse(
            responseCode = "200",
            description = "All of it; YAML, or JSON with format=json",
            content = {
                @Content(mediaType = YamlText.MEDIA_TYPE, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT))
            })
    public Response export(
            @Parameter(description = "yaml, by default, or json") @QueryParam("format") @DefaultValue("yaml")
                    String format) {
        return switch (format) {
            case "yaml" ->
                Response.ok(Tree.yaml(book.export()), YamlText.MEDIA_TYPE + ";charset=UTF-8")
                        .build();
            case "json" ->
                Response.ok(RawJson.of(book.export()), MediaType.APPLICATION_JSON_TYPE)
                        .build();
            default -> throw Problems.badField("format", "must be yaml or json");
        };
    }

    @PUT
    @RolesAllowed(Caller.ADMIN)
    @Audited("configuration.apply")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Apply such a document",
            description =
                    "All of it or nothing; JSON, or YAML as application/yaml. With dry_run=true it says what would"
                            + " change. Each section may be left out, and what a section does not name stays; with prune=true that"
                            + " goes, but for hosts. Secrets that are there stay.")
    @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "200", description = "What was changed, or would be")
    @APIResponse(
            responseCode = "400",
            description = "All that is wrong is named, of YAML with lines; nothing was changed")
    public Applied apply(
            @Large RawJson document,
            @QueryParam("dry_run") @DefaultValue("false") String dryRun,
            @QueryParam("prune") @DefaultValue("false") String prune,
            @Context SecurityContext security) {
        return apply(() -> Tree.ofJson(document.text()), dryRun, prune, security);
    }

    @PUT
    @RolesAllowed(Caller.ADMIN)
    @Audited("configuration.apply")
    @Consumes(YamlText.MEDIA_TYPE)
    @Operation(hidden = true)
    public Applied applyYaml(
            YamlText document,
            @QueryParam("dry_run") @DefaultValue("false") String dryRun,
            @QueryParam("prune") @DefaultValue("false") String prune,
            @Context SecurityContext security) {
        return apply(() -> Tree.ofYaml(document.text()), dryRun, prune, security);
    }

    private Applied apply(Supplier<Tree> tree, String dryRun, String prune, SecurityContext security) {
        var how = new How(
                flag("dry_run", dryRun),
                flag("prune", prune),
                security.getUserPrincipal().getName());
        var applied = book.apply(read(tree), how);
        if (how.dryRun()) {
            changes.nothing();
        } else {
            changes.made(Map.of("changes", applied.changes()));
        }
        return applied;
    }

    private static Tree read(Supplier<Tree> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException isNone) {
            throw Problems.badField("", isNone.getMessage());
        }
    }

    /** Whoever mistypes it does not mean to change anything. */
    private static boolean flag(String name, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Problems.badField(name, "must be true or false");
        };
    }
}
