package io.pulsefleet.agent.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** One call of a command, its parameters checked and complete. */
public final class Call {

    /** Is told what it is at. */
    public interface Telling {
        /** @param done from 0 to 1; null: nobody knows */
        void at(Double done, String text);
    }

    private final UUID id;
    private final ObjectNode parameters;
    private final long endNanos;
    private final Telling telling;

    Call(UUID id, ObjectNode parameters, Duration time, Telling telling) {
        this.id = id;
        this.parameters = parameters;
        this.endNanos = System.nanoTime() + time.toNanos();
        this.telling = telling;
    }

    public UUID id() {
        return id;
    }

    public Optional<String> text(String name) {
        return find(name).map(JsonNode::textValue);
    }

    public int number(String name) {
        return find(name).map(JsonNode::intValue).orElseThrow();
    }

    public boolean flag(String name) {
        return find(name).map(JsonNode::booleanValue).orElse(false);
    }

    public JsonNode map(String name) {
        return find(name).orElseThrow();
    }

    private Optional<JsonNode> find(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** Until it is interrupted. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    public void progress(Double done, String text) {
        telling.at(done, text);
    }
}
