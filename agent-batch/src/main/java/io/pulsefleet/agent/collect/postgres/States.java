package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.agent.trouble.Troubles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How it is with each part of one server: told in the log when a trouble begins and when it ends, and in between in a document. */
final class States {

    /** As the document {@code postgresql.server} has it. */
    record State(String part, PartState state, String remedy) {}

    private final String target;
    private final Optional<Troubles> troubles;
    private final Map<String, Trouble> byPart = new TreeMap<>();

    private States(String target, Optional<Troubles> troubles) {
        this.target = target;
        this.troubles = troubles;
    }

    States(String target, Troubles troubles) {
        this(target, Optional.of(troubles));
    }

    /** Of one that is looked at once: the log is told nothing. */
    static States ofATest() {
        return new States("test", Optional.empty());
    }

    void trouble(String part, Trouble trouble) {
        byPart.put(part, trouble);
        troubles.ifPresent(log -> log.tell(thing(part), thing(part) + ": " + trouble.why()));
    }

    /** Of what others tell in the log already. */
    void note(String part, Trouble trouble) {
        byPart.put(part, trouble);
    }

    void forget(String part) {
        byPart.remove(part);
    }

    void well(String part) {
        byPart.remove(part);
        troubles.ifPresent(log -> log.over(thing(part), thing(part) + ": it is well again"));
    }

    Optional<Trouble> of(String part) {
        return Optional.ofNullable(byPart.get(part));
    }

    /** Those that are not well. */
    List<State> told() {
        return byPart.entrySet().stream()
                .map(entry -> new State(
                        entry.getKey(),
                        entry.getValue().state(),
                        entry.getValue().why()))
                .toList();
    }

    private String thing(String part) {
        return "pg-stat " + target + " " + part;
    }
}
