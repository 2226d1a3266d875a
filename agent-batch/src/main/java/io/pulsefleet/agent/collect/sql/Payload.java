package io.pulsefleet.agent.collect.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.UUID;

/**
 * What is told of a window (PA-07), to whomever.
 *
 * <pre>
 * {"client_id": "acme", "site_id": "north", "batch_index": 12, "uuid": "1c5b7c52-...",
 *  "stats": {"status": "success", "start_time": "2026-11-21T09:00:00.000Z", "end_time": "2026-11-21T10:00:00.000Z",
 *            "orders": 17, "system_metrics": {...}},
 *  "additional": {"target": "shop", "series": "0b6e...", "errors": {"refunds": "no such table"}}}
 * </pre>
 *
 * @param error why it failed; empty where it did not
 * @param errors of queries whose answer is their default, by name
 */
record Payload(
        Whose whose,
        String target,
        WindowState state,
        Window window,
        String error,
        Map<String, JsonNode> stats,
        Map<String, String> errors) {

    record Whose(String client, String site) {}

    UUID uuid() {
        return state.uuidOfNext();
    }

    ObjectNode asJson() {
        var payload = JsonNodeFactory.instance.objectNode();
        payload.put("client_id", whose.client());
        payload.put("site_id", whose.site());
        payload.put("batch_index", state.batchIndex() + 1);
        payload.put("uuid", uuid().toString());
        var told = payload.putObject("stats");
        told.put("status", error.isEmpty() ? "success" : "failure");
        told.put("start_time", Window.format(window.start()));
        told.put("end_time", Window.format(window.end()));
        told.setAll(stats);
        var additional = payload.putObject("additional");
        additional.put("target", target);
        additional.put("series", state.series().toString());
        state.succeededLast().ifPresent(last -> additional.put("last_successful_timestamp", Window.format(last)));
        if (state.lastFailed() != null) {
            additional.put("last_failed_uuid", state.lastFailed().toString());
        }
        if (!error.isEmpty()) {
            additional.put("error", error);
        }
        if (!errors.isEmpty()) {
            errors.forEach(additional.putObject("errors")::put);
        }
        return payload;
    }
}
