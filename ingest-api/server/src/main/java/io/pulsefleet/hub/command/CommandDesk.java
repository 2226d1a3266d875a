package io.pulsefleet.hub.command;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Deed;
import io.pulsefleet.hub.access.Reach;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.command.Channels;
import io.pulsefleet.store.command.Command;
import io.pulsefleet.store.command.Commands;
import io.pulsefleet.store.fleet.Agents;
import io.pulsefleet.store.fleet.Marks;
import io.pulsefleet.store.fleet.Named;
import io.pulsefleet.store.fleet.Roster;
import io.pulsefleet.wire.Problem;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.ChannelMessage;
import io.pulsefleet.wire.channel.ChannelMessage.Registry;
import io.pulsefleet.wire.channel.ChannelMessage.Response;
import io.pulsefleet.wire.channel.CommandInfo;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Where commands are asked, looked up and cancelled. */
@ApplicationScoped
public class CommandDesk {

    private static final int MOST_OPEN = 100;
    private static final int MOST_SHOWN = 1_000;
    private static final int MOST_AGENTS = 10_000;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

    @Inject
    Commands commands;

    @Inject
    Channels channels;

    @Inject
    KnownCommands known;

    @Inject
    CommandSecrets secrets;

    @Inject
    Delivery delivery;

    @Inject
    Waiting waiting;

    @Inject
    Agents agents;

    @Inject
    Roster roster;

    @Inject
    Marks marks;

    @Inject
    Event<Deed> deeds;

    /** Who asks, from where, what that one may, and of which agents. */
    record Asker(String name, String kind, String from, Predicate<String> has, Predicate<UUID> reaches) {

        static Asker of(Caller caller, String from, Reach reach) {
            return new Asker(caller.getName(), caller.kind(), from, caller::has, reach::includes);
        }
    }

    /** What is asked, of whomever. */
    record Wish(String command, RawJson data, Integer timeout) {}

    /** For the audit log; parameters may be long, and hold what is nobody's matter. */
    record Told(String command, String why) {}

    /** @throws WebApplicationException 400, 403, 404, 409 or 429 that says why */
    CommandView ask(UUID agent, Wish wish, Asker asker) {
        exists(agent);
        return CommandView.of(asked(agent, checked(agent, wish, asker), wish, asker));
    }

    private CommandInfo checked(UUID agent, Wish wish, Asker asker) {
        if (wish.command() == null || wish.command().isBlank()) {
            throw Problems.badField("command", "is missing");
        }
        var commandsOfAgent = known.of(agent);
        if (commandsOfAgent.isEmpty()) {
            throw Problems.conflict("This agent has not told its commands yet: it has never connected. An agent of an"
                    + " older version knows none.");
        }
        var info = commandsOfAgent.stream()
                .filter(one -> one.name().equals(wish.command()))
                .findFirst()
                .orElseThrow(() -> Problems.badField(
                        "command",
                        "this agent knows no such command; it knows "
                                + commandsOfAgent.stream()
                                        .map(CommandInfo::name)
                                        .toList()));
        if (!asker.has().test(info.role())) {
            deeds.fire(new Deed(
                    asker.name(),
                    asker.kind(),
                    asker.from(),
                    "command.run",
                    "agent/" + agent,
                    Deed.Outcome.REFUSED,
                    info.name() + ": needs the role " + info.role()));
            throw Problems.exception(
                    Problem.of(403, "Not allowed", info.name() + " may be asked by the role " + info.role() + "."));
        }
        complete(info, wish);
        return info;
    }

    private static ObjectNode complete(CommandInfo info, Wish wish) {
        try {
            return info.complete(wish.data() == null ? ChannelMessage.Command.NOTHING : wish.data());
        } catch (IllegalArgumentException mistake) {
            var colon = mistake.getMessage().indexOf(": ");
            throw Problems.badField(
                    mistake.getMessage().substring(0, colon),
                    mistake.getMessage().substring(colon + 2));
        }
    }

    private Command asked(UUID agent, CommandInfo info, Wish wish, Asker asker) {
        var all = complete(info, wish);
        var id = UUID.randomUUID();
        var now = now();
        var command = Command.asked(
                id,
                agent,
                info.name(),
                info.withoutSecrets(all).toString(),
                info.hasSecrets() ? Optional.of(secrets.seal(id, agent, all.toString())) : Optional.empty(),
                asker.name(),
                asker.from(),
                now,
                now.plus(timeout(wish, info)),
                info.idempotent());
        if (!commands.ask(command, MOST_OPEN)) {
            throw Problems.tooMany(
                    MOST_OPEN + " commands wait for this agent, or are under way there.", Duration.ofSeconds(10));
        }
        delivery.deliver(agent);
        return command;
    }

    private static Duration timeout(Wish wish, CommandInfo info) {
        if (wish.timeout() == null) {
            return info.timeout();
        }
        if (wish.timeout() < 1 || wish.timeout() > LONGEST_TIMEOUT.toSeconds()) {
            throw Problems.badField("timeout", "must be from 1 to " + LONGEST_TIMEOUT.toSeconds() + " seconds");
        }
        return Duration.ofSeconds(wish.timeout());
    }

    /**
     * When it is over, or the time is.
     *
     * @throws WebApplicationException 404, or 400 for the time
     */
    CompletionStage<CommandView> await(UUID id, int seconds, Asker asker) {
        if (seconds < 0 || seconds > LONGEST_WAIT.toSeconds()) {
            throw Problems.badField("wait", "must be from 0 to " + LONGEST_WAIT.toSeconds() + " seconds");
        }
        var before = seconds == 0
                ? CompletableFuture.<Void>completedFuture(null)
                : waiting.until(id, Duration.ofSeconds(seconds));
        var now = get(id, asker);
        if (now.over()) {
            waiting.over(id);
            return CompletableFuture.completedFuture(now);
        }
        var role = roleOf(find(id));
        var mayRead = asker.has().test(role);
        return before.thenApply(over -> shown(CommandView.of(find(id)), mayRead));
    }

    /**
     * Who may not ask for it may know of it, and not what was answered.
     *
     * @throws WebApplicationException 404, also where the agent is out of reach
     */
    private CommandView get(UUID id, Asker asker) {
        var command = find(id, asker);
        return shown(CommandView.of(command), asker.has().test(roleOf(command)));
    }

    private static CommandView shown(CommandView command, boolean mayRead) {
        return mayRead ? command : command.inShort();
    }

    private String roleOf(Command command) {
        return known.find(command.agent(), command.command())
                .map(CommandInfo::role)
                .orElse(Caller.OPERATOR);
    }

    private Command find(UUID id, Asker asker) {
        var command = find(id);
        if (!asker.reaches().test(command.agent())) {
            throw Problems.notFound("There is no command " + id + ".");
        }
        return command;
    }

    private Command find(UUID id) {
        return commands.find(id).orElseThrow(() -> Problems.notFound("There is no command " + id + "."));
    }

    /** @throws WebApplicationException 403, 404, or 409 when it is over */
    CommandView cancel(UUID id, Asker asker) {
        var command = find(id, asker);
        if (command.state().isOver()) {
            throw Problems.conflict("It is over: " + command.state().word() + ".");
        }
        var role = roleOf(command);
        if (!asker.has().test(role)) {
            throw Problems.exception(
                    Problem.of(403, "Not allowed", command.command() + " may be cancelled by the role " + role + "."));
        }
        delivery.cancel(command, asker.name());
        return get(id, asker);
    }

    /** The newest first, without answers. */
    List<CommandView> history(UUID agent, int most) {
        exists(agent);
        if (most < 1 || most > MOST_SHOWN) {
            throw Problems.badField("limit", "must be from 1 to " + MOST_SHOWN);
        }
        return commands.newest(agent, most).stream()
                .map(CommandView::of)
                .map(CommandView::inShort)
                .toList();
    }

    List<CommandView> open(UUID agent) {
        exists(agent);
        return commands.open(agent).stream()
                .map(CommandView::of)
                .map(CommandView::inShort)
                .toList();
    }

    /**
     * @param connected whether a channel is open
     * @param since when it was opened, or closed; left out: it never had one
     * @param proof {@code mtls}, {@code token}, or {@code poll}: it has no channel and asks with its heartbeats
     * @param commands by name
     */
    public record RegistryView(boolean connected, Instant since, String proof, List<CommandInfo> commands) {}

    RegistryView registry(UUID agent) {
        exists(agent);
        var channel = channels.of(agent, Instant.now());
        return new RegistryView(
                channel.filter(Channels.Channel::open).isPresent(),
                channel.map(Channels.Channel::since).orElse(null),
                channel.map(Channels.Channel::proof).orElse(null),
                known.of(agent).stream()
                        .sorted((one, other) -> one.name().compareTo(other.name()))
                        .toList());
    }

    /** @param since when it was opened, or closed */
    public record ChannelView(UUID agent, boolean connected, Instant since, String proof) {}

    /** Of all agents that ever had one. */
    List<ChannelView> channels() {
        return channels.all(Instant.now()).stream()
                .map(one -> new ChannelView(one.agent(), one.open(), one.since(), one.proof()))
                .toList();
    }

    /** Of whom something is asked: of those named, or of those in the group who bear the tags. */
    record Whom(List<UUID> agents, String group, Map<String, String> tags) {}

    /** @param why it is not asked; left out: it is */
    public record Asked(UUID agent, String hostname, UUID id, String why) {}

    /** @param dryRun only say of whom */
    List<Asked> askMany(Whom whom, Wish wish, Asker asker, boolean dryRun) {
        var all = new ArrayList<Asked>();
        for (var agent : meant(whom)) {
            all.add(askOne(agent, wish, asker, dryRun));
        }
        return all;
    }

    private Asked askOne(Named agent, Wish wish, Asker asker, boolean dryRun) {
        try {
            var info = checked(agent.id(), wish, asker);
            var id = dryRun ? null : asked(agent.id(), info, wish, asker).id();
            return new Asked(agent.id(), agent.hostname(), id, null);
        } catch (WebApplicationException refused) {
            return new Asked(agent.id(), agent.hostname(), null, refused.getMessage());
        }
    }

    private List<Named> meant(Whom whom) {
        var byName = whom.agents() != null && !whom.agents().isEmpty();
        var byMark =
                whom.group() != null || !(whom.tags() == null || whom.tags().isEmpty());
        if (byName == byMark) {
            throw Problems.badField("agents", "name agents, or a group or tags, one of the two");
        }
        var everyone = roster.all();
        if (byName) {
            var known = everyone.stream().collect(toMap(Named::id, one -> one));
            for (var id : whom.agents()) {
                if (!known.containsKey(id)) {
                    throw Problems.badField("agents", "there is no agent " + id);
                }
            }
            return limited(new HashSet<>(whom.agents()).stream().map(known::get).toList());
        }
        var numbers = marks.agents(
                whom.group() == null ? List.of() : List.of(whom.group()), whom.tags() == null ? Map.of() : whom.tags());
        return limited(
                everyone.stream().filter(one -> numbers.contains(one.number())).toList());
    }

    private static List<Named> limited(Collection<Named> meant) {
        if (meant.size() > MOST_AGENTS) {
            throw Problems.tooMuch("These are " + meant.size() + " agents; " + MOST_AGENTS + " may be asked at once.");
        }
        return List.copyOf(meant);
    }

    /** For an agent that has no channel: what it is to do. One that has one is told there. */
    List<ChannelMessage.Command> poll(UUID agent, List<UUID> has) {
        if (delivery.isConnectedHere(agent)) {
            return List.of();
        }
        delivery.has(agent, has);
        return delivery.taken(agent);
    }

    /** Of an agent that has no channel. */
    void knows(UUID agent, Registry registry) {
        var hash = known.keep(registry);
        if (!delivery.isConnectedHere(agent)) {
            channels.opened(agent, "", "", hash, "poll", now());
        }
    }

    void ended(UUID agent, UUID command, Response response) {
        delivery.ended(
                agent, new Response(command, response.success(), response.data(), response.error(), response.state()));
    }

    private void exists(UUID agent) {
        if (agents.find(agent).isEmpty()) {
            throw Problems.notFound("There is no agent " + agent + ".");
        }
    }

    /** To the microsecond, as it is stored. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
