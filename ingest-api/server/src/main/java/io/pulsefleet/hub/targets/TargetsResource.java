package io.pulsefleet.hub.targets;

import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Changes;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Seen;
import io.pulsefleet.hub.targets.DatabaseTests.TestView;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The databases that agents watch because the hub says so. */
@Path("databases")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class TargetsResource {

    @Inject
    TargetBook targets;

    @Inject
    DatabaseTests tests;

    @Inject
    Changes changes;

    @Inject
    Seen seen;

    @POST
    @RolesAllowed(Caller.ADMIN)
    @Audited("database.add")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Have an agent watch a database",
            description =
                    "The agent begins within half a minute, without a restart. The password is encrypted before it"
                            + " is stored, and told to that agent only.")
    @APIResponse(
            responseCode = "201",
            description = "Added",
            content = @Content(schema = @Schema(implementation = TargetView.class)))
    @APIResponse(responseCode = "400", description = "All that is wrong is named")
    @APIResponse(responseCode = "409", description = "The agent has one of that name; or there are too many")
    public Response add(Form form, @Context SecurityContext security, @Context UriInfo here) {
        var added = targets.add(checked(form), nameOf(security));
        changes.of("database", added.id());
        changes.made(added);
        return Response.created(here.getAbsolutePathBuilder()
                        .path(added.id().toString())
                        .build())
                .entity(added)
                .build();
    }

    @GET
    @Path("{id}")
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "A database that an agent watches because the hub says so",
            description = "Without its password.")
    @APIResponse(responseCode = "200", description = "Its settings")
    @APIResponse(responseCode = "404", description = "There is no such database")
    public TargetView get(@PathParam("id") UUID id) {
        var target = targets.get(id);
        seen.tell(target.changedAt());
        return target;
    }

    @PATCH
    @Path("{id}")
    @RolesAllowed(Caller.ADMIN)
    @Audited("database.change")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change a database that an agent watches",
            description = "What is left out stays, the password too; where agent, host or port are others it must be"
                    + " given again.")
    @APIResponse(responseCode = "200", description = "Changed")
    @APIResponse(responseCode = "400", description = "All that is wrong is named")
    @APIResponse(responseCode = "404", description = "There is no such database")
    @APIResponse(responseCode = "409", description = "The name is taken, or somebody else changed it at the same time")
    @APIResponse(responseCode = "412", description = "If-Match names another version than that of now")
    public TargetView change(@PathParam("id") UUID id, Form form, @Context SecurityContext security) {
        var before = targets.get(id);
        var after = targets.change(id, checked(form), nameOf(security), seen::expect);
        seen.tell(after.changedAt());
        changes.changed(before, after);
        return after;
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(Caller.ADMIN)
    @Audited("database.remove")
    @Operation(
            summary = "Have a database watched no more",
            description = "Its agent closes its connections within half a minute. What was told of it stays as long as"
                    + " the retention policies say. With 'dry_run=true' nothing is removed, and the answer says what"
                    + " would stop.")
    @APIResponse(
            responseCode = "200",
            description = "Nothing was removed: what would stop, and what would stay",
            content = @Content(schema = @Schema(implementation = RemovalView.class)))
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(responseCode = "400", description = "'dry_run' is neither true nor false")
    @APIResponse(responseCode = "404", description = "There is no such database")
    public Response remove(
            @PathParam("id") UUID id,
            @QueryParam("dry_run") @DefaultValue("false") String dryRun,
            @Context SecurityContext security) {
        switch (dryRun) {
            case "true" -> {
                changes.nothing();
                return Response.ok(RemovalView.of(targets.get(id))).build();
            }
            case "false" -> {}
            default -> // whoever mistypes it does not mean to remove anything
                throw Problems.badField("dry_run", "must be true or false");
        }
        changes.removed(targets.get(id));
        targets.remove(id, nameOf(security));
        return Response.noContent().build();
    }

    @POST
    @Path("tests")
    @RolesAllowed(Caller.ADMIN)
    @Audited("database.test")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Have an agent try a database",
            description = "One that is watched, by its 'id', or one that is not yet. What is given beside the 'id' is"
                    + " taken in the place of what is stored. The agent hears of it with its next heartbeat.")
    @APIResponse(
            responseCode = "202",
            description = "Asked; the header Location says where the outcome will be",
            content = @Content(schema = @Schema(implementation = TestView.class)))
    @APIResponse(responseCode = "400", description = "All that is wrong is named")
    @APIResponse(responseCode = "404", description = "There is no database of that id")
    @APIResponse(responseCode = "409", description = "The stored password cannot be decrypted")
    @APIResponse(responseCode = "429", description = "Too many tests are under way")
    public Response test(Form form, @Context UriInfo here) {
        var asked = tests.ask(checked(form));
        return Response.status(Status.ACCEPTED)
                .location(here.getAbsolutePathBuilder()
                        .path(asked.id().toString())
                        .build())
                .entity(asked)
                .build();
    }

    @GET
    @Path("tests/{id}")
    @RolesAllowed(Caller.ADMIN)
    @Operation(summary = "What came of a test", description = "For an hour. 'over' says whether there is more to come.")
    @APIResponse(responseCode = "200", description = "The test")
    @APIResponse(responseCode = "404", description = "There is no such test")
    public TestView outcome(@PathParam("id") UUID id) {
        return tests.get(id);
    }

    private static Form checked(Form form) {
        if (form == null) {
            throw Problems.badField("", "The body must say what database it is.");
        }
        return form;
    }

    private static String nameOf(SecurityContext security) {
        return security.getUserPrincipal().getName();
    }
}
