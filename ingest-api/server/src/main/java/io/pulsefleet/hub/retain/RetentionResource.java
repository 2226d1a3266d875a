package io.pulsefleet.hub.retain;

import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Changes;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Seen;
import io.pulsefleet.hub.retain.RetentionRules.GroupBody;
import io.pulsefleet.hub.retain.RetentionRules.RemovalList;
import io.pulsefleet.hub.retain.RetentionRules.RetentionBody;
import io.pulsefleet.hub.retain.RetentionRules.RetentionView;
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

/** How long what is kept. */
@Path("retention")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class RetentionResource {

    @Inject
    RetentionRules rules;

    @Inject
    Changes changes;

    @Inject
    Seen seen;

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "The retention policies",
            description = "The group * stands for every group of agents that says nothing of its own.")
    public RetentionView get() {
        var now = rules.view();
        seen.tell(now.policies());
        return now;
    }

    @PUT
    @RolesAllowed(Caller.ADMIN)
    @Audited("retention.change")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change the retention policies",
            description =
                    "These take the place of all others. The group * must have one of each kind. Nothing is removed"
                            + " before the job 'retain' runs.")
    @APIResponse(responseCode = "200", description = "As they are now")
    @APIResponse(responseCode = "400", description = "The field that is wrong is named")
    @APIResponse(responseCode = "412", description = "If-Match names another version than that of now")
    public RetentionView put(RetentionBody body) {
        var before = rules.view();
        rules.replace(body, policies -> seen.expect(policies, "", null));
        var after = rules.view();
        seen.tell(after.policies());
        changes.changed(before, after);
        return after;
    }

    @POST
    @Path("dry-run")
    @RolesAllowed(Caller.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "What would be removed now under these policies",
            description = "Nothing is changed or removed. Without policies: under those that hold now.")
    public RemovalList dryRun(RetentionBody body) {
        return rules.dryRun(body);
    }

    @PUT
    @Path("agents/{id}")
    @RolesAllowed(Caller.ADMIN)
    @Audited("agent.mark")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Put an agent into a group", description = "The group's policies hold for all that is its.")
    @APIResponse(responseCode = "204", description = "Done")
    @APIResponse(responseCode = "404", description = "There is no such agent")
    public Response group(@PathParam("id") UUID id, GroupBody body) {
        if (!rules.move(id, body)) {
            throw Problems.notFound("There is no agent " + id + ".");
        }
        changes.made(body);
        return Response.noContent().build();
    }
}
