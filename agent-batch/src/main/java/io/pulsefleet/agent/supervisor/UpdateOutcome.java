package io.pulsefleet.agent.supervisor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How far an update of this agent is, as {@code bin/update} leaves it.
 *
 * <pre>
 * id=7d0c...
 * state=rolled-back
 * from=1.0
 * to=1.1
 * text=1.1 was not well within 600 s; 1.0 is back.
 * </pre>
 *
 * @param state installing, installed, rolled-back or failed
 */
public record UpdateOutcome(String id, String state, String from, String to, String text) {

    static UpdateOutcome of(List<String> lines) {
        Map<String, String> fields = new HashMap<>();
        for (var line : lines) {
            var parts = line.split("=", 2);
            fields.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
        return new UpdateOutcome(
                fields.getOrDefault("id", ""),
                fields.getOrDefault("state", ""),
                fields.getOrDefault("from", ""),
                fields.getOrDefault("to", ""),
                fields.getOrDefault("text", ""));
    }

    boolean isOf(UUID call) {
        return id.equals(call.toString());
    }

    public boolean isOver() {
        return !state.equals("installing");
    }

    public boolean isInstalled() {
        return state.equals("installed");
    }
}
