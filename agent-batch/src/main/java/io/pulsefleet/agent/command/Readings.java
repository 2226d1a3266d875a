package io.pulsefleet.agent.command;

import static java.util.stream.Collectors.joining;

import io.pulsefleet.wire.Position;

/** Positions as people read them: {@code system.load_average{over="1m"}}. */
final class Readings {

    private Readings() {}

    static String name(Position position) {
        return position.labels().isEmpty()
                ? position.metric()
                : position.metric()
                        + position.labels().entrySet().stream()
                                .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
                                .collect(joining(",", "{", "}"));
    }
}
