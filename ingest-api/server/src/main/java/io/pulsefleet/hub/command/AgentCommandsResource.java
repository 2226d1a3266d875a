package io.pulsefleet.hub.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Changes;
import io.pulsefleet.hub.access.Reach;
import io.pulsefleet.hub.command.CommandDesk.Asker;
import io.pulsefleet.hub.command.CommandDesk.RegistryView;
import io.pulsefleet.hub.command.CommandDesk.Wish;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Reason;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.ChannelMessage.Registry;
import io.pulsefleet.wire.channel.ChannelMessage.Response;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
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
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What one agent is asked to do. */
@Path("agents/{id}/commands")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AgentCommandsResource {

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
     * @param data the command's parameters; left out: none
     * @param timeout in seconds; left out: as the command says
     * @param reason why, for those who read the audit log; left out: not told
     * @param patience {@code wait}: seconds to wait for the outcome; left out: none
     */
    public record AskForm(
            String command,
            RawJson data,
            Integer timeout,
            String reason,
            @JsonProperty("wait") @Schema(name = "wait") Integer patience) {}

    /** The newest first. */
    public record CommandList(List<CommandView> commands) {}

    @POST
    @RolesAllowed(Caller.VIEWER)
    @Audited("command.ask")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Ask an agent to do something",
            description = "Which commands there are, their parameters, and which role may ask for each, says"
                    + " 'registry'. It is written down before it is sent. An agent that is away gets it when it comes"
                    + " back in time.")
    @APIResponse(
            responseCode = "200",
            description = "It is over already, for 'wait' was given",
            content = @Content(schema = @Schema(implementation = CommandView.class)))
    @APIResponse(
            responseCode = "202",
            description = "Asked; the header Location says where the outcome will be",
            content = @Content(schema = @Schema(implementation = CommandView.class)))
    @APIResponse(responseCode = "400", description = "What is wrong is named")
    @APIResponse(responseCode = "403", description = "The command needs another role")
    @APIResponse(responseCode = "404", description = "There is no such agent")
    @APIResponse(responseCode = "409", description = "The agent has never told its commands")
    @APIResponse(responseCode = "429", description = "Too many commands wait for it")
    public CompletionStage<jakarta.ws.rs.core.Response> ask(@PathParam("id") UUID id, AskForm form) {
        changes.made(new CommandDesk.Told(form.command(), Reason.of(form.reason())));
        var asker = Asker.of((Caller) security.getUserPrincipal(), request.getRemoteAddr(), reach);
        var asked = desk.ask(id, new Wish(form.command(), form.data(), form.timeout()), asker);
        return desk.await(asked.id(), form.patience() == null ? 0 : form.patience(), asker)
                .thenApply(now -> jakarta.ws.rs.core.Response.status(now.over() ? Status.OK : Status.ACCEPTED)
                        .header("Location", "/api/v1/commands/" + now.id())
                        .entity(now)
                        .build());
    }

    @GET
    @RolesAllowed({Caller.AGENT, Caller.VIEWER})
    @Operation(
            summary = "What an agent is to do",
            description =
                    "Asked by the agent, which has no channel: it takes the commands that this answers, as messages"
                            + " of the channel, and says by 'has' which of those before it still has. Asked by others: those that"
                            + " wait or are under way.")
    public List<?> commands(@PathParam("id") UUID id, @QueryParam("has") @DefaultValue("") String has) {
        return security.isUserInRole(Caller.AGENT) ? desk.poll(own(id), ids(has)) : desk.open(id);
    }

    @PUT
    @Path("{command}/outcome")
    @RolesAllowed(Caller.AGENT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "What came of a command", description = "From an agent that has no channel.")
    @APIResponse(responseCode = "204", description = "The hub has it for good")
    public void outcome(@PathParam("id") UUID id, @PathParam("command") UUID command, Response outcome) {
        desk.ended(own(id), command, outcome);
    }

    @PUT
    @Path("registry")
    @RolesAllowed(Caller.AGENT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Which commands an agent knows",
            description = "From an agent that has no channel, once after its start.")
    @APIResponse(responseCode = "204", description = "The hub knows them now")
    public void knows(@PathParam("id") UUID id, Registry registry) {
        desk.knows(own(id), registry);
    }

    @GET
    @Path("history")
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "What was asked of an agent", description = "The newest first, without the answers.")
    public CommandList history(@PathParam("id") UUID id, @QueryParam("limit") @DefaultValue("50") String limit) {
        if (!limit.matches("[0-9]{1,4}")) {
            throw Problems.badField("limit", "must be a number");
        }
        return new CommandList(desk.history(id, Integer.parseInt(limit)));
    }

    @GET
    @Path("registry")
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "Which commands an agent knows, and whether it is connected",
            description = "As the agent tells it: forms can be made of it.")
    public RegistryView registry(@PathParam("id") UUID id) {
        return desk.registry(id);
    }

    /** An agent may ask for itself only. */
    private UUID own(UUID id) {
        if (!Caller.agent(security).id().equals(id)) {
            throw Problems.notFound("An agent asks for itself only.");
        }
        return id;
    }

    private static List<UUID> ids(String has) {
        try {
            return has.isEmpty()
                    ? List.of()
                    : List.of(has.split(",", 200)).stream()
                            .map(UUID::fromString)
                            .toList();
        } catch (IllegalArgumentException noId) {
            throw Problems.badField("has", "must be ids of commands, with commas between, 200 at most");
        }
    }
}
