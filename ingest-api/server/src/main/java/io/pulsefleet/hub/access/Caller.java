package io.pulsefleet.hub.access;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Who calls. */
public sealed interface Caller extends Principal {

    /** Roles as {@code @RolesAllowed} names them. */
    String AGENT = "agent";

    String JOINER = "joiner";

    /** Sees, changes nothing. */
    String VIEWER = "viewer";

    /** Sees, and runs what is set up: jobs, commands, maintenance. */
    String OPERATOR = "operator";

    /** Does everything. */
    String ADMIN = "admin";

    /** May send PA-07 payloads. */
    String PULSE_SENDER = "pulse-sender";

    /** May send PG-08 messages. */
    String POSTGRES_SENDER = "postgres-sender";

    /** From the one who may least to the one who may all: each may what those before it may. */
    List<String> RANKS = List.of(VIEWER, OPERATOR, ADMIN);

    /** A rank and those below it. */
    static List<String> upTo(String rank) {
        return RANKS.subList(0, RANKS.indexOf(rank) + 1);
    }

    String role();

    default boolean has(String wanted) {
        return role().equals(wanted);
    }

    /** Of which groups of hosts it sees anything. */
    default HostGroups groups() {
        return HostGroups.ALL;
    }

    /** What it is, as {@link Deed#kind} says it. */
    default String kind() {
        return "nobody";
    }

    /** The one who calls; only where the method lets nobody but agents in. */
    static Agent agent(SecurityContext security) {
        return (Agent) security.getUserPrincipal();
    }

    /** The one who calls; only where the method lets nobody but senders in. */
    static Sender sender(SecurityContext security) {
        return (Sender) security.getUserPrincipal();
    }

    /**
     * An agent, by its own token. It may act for itself only.
     *
     * @param number stands for it in the store
     */
    record Agent(UUID id, int number) implements Caller {
        @Override
        public String role() {
            return AGENT;
        }

        @Override
        public String kind() {
            return "agent";
        }

        @Override
        public String getName() {
            return id.toString();
        }
    }

    /** A host that wants to join, by the fleet's join token. */
    record Joiner() implements Caller {
        @Override
        public String role() {
            return JOINER;
        }

        @Override
        public String getName() {
            return JOINER;
        }
    }

    /**
     * A program that is not ours, by an API key.
     *
     * @param name of the key
     * @param roles what it may send, and its rank with those below it
     */
    record Sender(UUID key, String name, Set<String> roles, HostGroups groups) implements Caller {

        public Sender {
            roles = Set.copyOf(roles);
        }

        /** The highest of its ranks; one that may only send has none. */
        @Override
        public String role() {
            return RANKS.stream().filter(roles::contains).reduce("sender", (lower, higher) -> higher);
        }

        @Override
        public String kind() {
            return "token";
        }

        @Override
        public boolean has(String wanted) {
            return roles.contains(wanted);
        }

        @Override
        public String getName() {
            return name;
        }
    }

    /** A person or a script, by session or password. */
    record User(String name, String role, HostGroups groups) implements Caller {

        @Override
        public boolean has(String wanted) {
            return upTo(role).contains(wanted);
        }

        @Override
        public String kind() {
            return "user";
        }

        @Override
        public String getName() {
            return name;
        }
    }
}
