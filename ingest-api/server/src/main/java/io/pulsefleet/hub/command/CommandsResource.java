package io.pulsefleet.hub.command;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Changes;
import io.pulsefleet.hub.access.Narrowed;
import io.pulsefleet.hub.access.Reach;
import io.pulsefleet.hub.command.CommandDesk.Asked;
import io.pulsefleet.hub.command.CommandDesk.Asker;
import io.pulsefleet.hub.command.CommandDesk.ChannelView;
import io.pulsefleet.hub.command.CommandDesk.Whom;
import io.pulsefleet.hub.command.CommandDesk.Wish;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Reason;
import io.pulsefleet.wire.RawJson;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Commands, whomever they are asked of. */
@Path("commands")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class CommandsResource {

    @Inject
    CommandDesk desk;

    @Inject
    Reach reach;

    @Inject
    Changes changes;

    @Context
    HttpServletRequest request;

    @Context
    SecurityContext security;

    /**
     * @param reason why, for those who read the audit log; left out: not told
     * @param agents ids; or
     * @param group in which they are, and
     * @param tags that they all bear
     * @param dryRun only say which agents it would be
     */
    public record ManyForm(
            String command,
            RawJson data,
            Integer timeout,
            String reason,
            List<UUID> agents,
            String group,
            Map<String, String> tags,
            Boolean dryRun) {

        @JsonIgnore
        boolean isDry() {
            return Boolean.TRUE.equals(dryRun);
        }
    }

    /** @param agents of which each was asked, or 'why' says why not */
    public record ManyView(boolean dryRun, int asked, int refused, List<Asked> agents) {}

    /** Of all agents that ever had one. */
    public record ChannelList(List<ChannelView> channels) {}

    @POST
    @RolesAllowed(Caller.VIEWER)
    @Audited("command.ask")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Ask many agents to do the same",
            description = "Named by 'agents', or by 'group' and 'tags'. With 'dryRun' nothing is asked, and the answer"
                    + " says which agents it would be.")
    @APIResponse(
            responseCode = "202",
            description = "Asked of those that have an id",
            content = @Content(schema = @Schema(implementation = ManyView.class)))
    @APIResponse(
            responseCode = "200",
            description = "A dry run",
            content = @Content(schema = @Schema(implementation = ManyView.class)))
    @APIResponse(responseCode = "400", description = "What is wrong is named")
    public Response askMany(ManyForm form) {
        changes.made(new CommandDesk.Told(form.command(), Reason.of(form.reason())));
        var all = desk.askMany(
                new Whom(form.agents(), form.group(), form.tags()),
                new Wish(form.command(), form.data(), form.timeout()),
                asker(),
                form.isDry());
        if (form.isDry()) {
            changes.nothing();
        }
        var refused = (int) all.stream().filter(one -> one.why() != null).count();
        return Response.status(form.isDry() ? Status.OK : Status.ACCEPTED)
                .entity(new ManyView(form.isDry(), all.size() - refused, refused, all))
                .build();
    }

    @GET
    @Path("channels")
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "Which agents are connected", description = "Of all agents that ever had a channel.")
    public ChannelList channels() {
        return new ChannelList(desk.channels());
    }

    @GET
    @Path("{id}")
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(
            summary = "A command and what came of it",
            description = "With 'wait' the answer comes when it is over, or after so many seconds, 60 at most.")
    @APIResponse(
            responseCode = "200",
            description = "As it is now",
            content = @Content(schema = @Schema(implementation = CommandView.class)))
    @APIResponse(responseCode = "404", description = "There is no such command")
    public CompletionStage<CommandView> get(
            @PathParam("id") UUID id, @QueryParam("wait") @DefaultValue("0") String wait) {
        if (!wait.matches("[0-9]{1,2}")) {
            throw Problems.badField("wait", "must be from 0 to 60 seconds");
        }
        return desk.await(id, Integer.parseInt(wait), asker());
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Audited("command.cancel")
    @Operation(
            summary = "Cancel a command",
            description =
                    "One that waits is cancelled at once; of one that runs its agent is told, and the answer says how"
                            + " it is now. Who may ask for a command may cancel it.")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "404", description = "There is no such command")
    @APIResponse(responseCode = "409", description = "It is over")
    public CommandView cancel(@PathParam("id") UUID id) {
        return desk.cancel(id, asker());
    }

    private Asker asker() {
        return Asker.of((Caller) security.getUserPrincipal(), request.getRemoteAddr(), reach);
    }
}
