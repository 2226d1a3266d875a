package io.pulsefleet.hub.command;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of this hub: all of them, and those of agents that may be sent commands. */
final class Switchboard {

    private final Set<Connection> all = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<UUID, Connection> ofAgents = new ConcurrentHashMap<>();

    void add(Connection connection) {
        all.add(connection);
    }

    /** @return the one that it takes the place of */
    Optional<Connection> prove(UUID agent, Connection connection) {
        return Optional.ofNullable(ofAgents.put(agent, connection)).filter(before -> before != connection);
    }

    void remove(Connection connection) {
        all.remove(connection);
        connection.agent().ifPresent(agent -> ofAgents.remove(agent.id(), connection));
    }

    /** One that is ready. */
    Optional<Connection> of(UUID agent) {
        return Optional.ofNullable(ofAgents.get(agent))
                .filter(connection -> connection.readySince().isPresent());
    }

    /** One that has proven who it is. */
    Optional<Connection> proven(UUID agent) {
        return Optional.ofNullable(ofAgents.get(agent));
    }

    /** Those of which it is time to look again at what they were proven with. */
    List<Connection> due(Instant now, Duration every) {
        return all.stream().filter(connection -> connection.isDue(now, every)).toList();
    }

    boolean isCurrent(UUID agent, Connection connection) {
        return ofAgents.get(agent) == connection;
    }

    List<Connection> overdue(Instant now) {
        return all.stream().filter(connection -> connection.isOverdue(now)).toList();
    }

    List<Connection> silent(Instant now) {
        return all.stream().filter(connection -> connection.isSilent(now)).toList();
    }

    List<Connection> all() {
        return List.copyOf(all);
    }

    int size() {
        return all.size();
    }
}
