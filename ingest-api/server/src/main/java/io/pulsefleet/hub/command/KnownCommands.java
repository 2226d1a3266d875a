package io.pulsefleet.hub.command;

import io.pulsefleet.hub.Recent;
import io.pulsefleet.store.command.Channels;
import io.pulsefleet.store.command.Channels.Channel;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.channel.ChannelMessage.Registry;
import io.pulsefleet.wire.channel.CommandInfo;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which commands each agent knows, as it said. Agents of one version say the same, and it is kept once (PU-05). */
@ApplicationScoped
public class KnownCommands {

    private static final Logger LOG = System.getLogger(KnownCommands.class.getName());
    private static final int MOST = 100;

    private final Recent<String, List<CommandInfo>> byHash = new Recent<>(MOST);

    @Inject
    Channels channels;

    /** As it is stored. */
    private record Stored(List<CommandInfo> commands) {}

    boolean knows(String hash) {
        return find(hash).isPresent();
    }

    /** The hash under which they are known now. */
    String keep(Registry told) {
        var hash = CommandInfo.hash(told.commands());
        if (!hash.equals(told.hash())) {
            LOG.log(Level.WARNING, "channels: an agent told commands under another hash than theirs");
        }
        channels.keepRegistry(
                hash, new String(Json.bytes(new Stored(told.commands())), StandardCharsets.UTF_8), Instant.now());
        byHash.put(hash, told.commands());
        return hash;
    }

    /** What the agent's newest channel said; none where it never had one. */
    List<CommandInfo> of(UUID agent) {
        return channels.of(agent, Instant.now())
                .map(Channel::registry)
                .flatMap(this::find)
                .orElse(List.of());
    }

    Optional<CommandInfo> find(UUID agent, String name) {
        return of(agent).stream().filter(one -> one.name().equals(name)).findFirst();
    }

    private Optional<List<CommandInfo>> find(String hash) {
        var remembered = byHash.find(hash);
        if (remembered.isPresent()) {
            return remembered;
        }
        var stored = channels.registry(hash).map(KnownCommands::read);
        stored.ifPresent(commands -> byHash.put(hash, commands));
        return stored;
    }

    private static List<CommandInfo> read(String json) {
        try {
            return Json.read(json.getBytes(StandardCharsets.UTF_8), Stored.class)
                    .commands();
        } catch (IOException ourBug) {
            throw new IllegalStateException("a stored registry of commands cannot be read", ourBug);
        }
    }
}
