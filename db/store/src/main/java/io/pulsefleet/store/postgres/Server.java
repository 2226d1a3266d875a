package io.pulsefleet.store.postgres;

import java.util.Comparator;

/**
 * A PostgreSQL server.
 *
 * @param agent its number
 * @param target as the agent calls it
 */
public record Server(int agent, String target) implements Comparable<Server> {

    private static final Comparator<Server> ORDER =
            Comparator.comparingInt(Server::agent).thenComparing(Server::target);

    @Override
    public int compareTo(Server other) {
        return ORDER.compare(this, other);
    }
}
