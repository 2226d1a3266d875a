package io.pulsefleet.agent.command;

import io.pulsefleet.wire.channel.ChannelMessage.Registry;
import io.pulsefleet.wire.channel.CommandInfo;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every command there is, by name. */
@ApplicationScoped
public class RemoteCommands {

    @Inject
    @Any
    Instance<RemoteCommand> found;

    private final SortedMap<String, RemoteCommand> byName = new TreeMap<>();

    @PostConstruct
    void gather() {
        gather(found);
    }

    void gather(Iterable<RemoteCommand> all) {
        for (var command : all) {
            if (byName.put(command.info().name(), command) != null) {
                throw new IllegalStateException(
                        "two commands are called '" + command.info().name() + "'");
            }
        }
    }

    Optional<RemoteCommand> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Registry registry() {
        return Registry.of(
                byName.values().stream().<CommandInfo>map(RemoteCommand::info).toList());
    }
}
