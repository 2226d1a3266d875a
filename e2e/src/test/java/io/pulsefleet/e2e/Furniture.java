package io.pulsefleet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a hub must have so that no page of its console is empty: one of each, of real parts. It is taken away at the end.
 *
 * @see EveryPageIT
 */
final class Furniture implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private static final String DASHBOARD = """
            {"title": "Memory and load", "description": "What the shop needs.", "charts": [
              {"title": "Memory", "metric": "system.memory.usage", "by": "label.system.memory.state", "events": true,
               "thresholds": [{"value": 1, "severity": "error", "label": "some"}, {"value": 1e15, "label": "much"}]},
              {"metric": "system.cpu.load_average", "aggregate": "max", "lastWeek": true,
               "thresholds": [{"value": 100000, "label": "busy"}]},
              {"metric": "system.cpu.utilization", "of": ["group:default"], "by": "metric", "aggregate": "p95", "width": 12}]}""";

    private final Stack stack;
    private final HubClient hub;
    private final OtherServer other;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final List<String> added = new ArrayList<>();

    private Furniture(Stack stack) throws Exception {
        this.stack = stack;
        hub = new HubClient(stack.hubAddress(), stack.adminPassword());
        other = OtherServer.start(Shared.emptyFolder("furniture"));
    }

    static Furniture in(Stack stack) throws Exception {
        var furniture = new Furniture(stack);
        try {
            furniture.furnish();
            return furniture;
        } catch (Exception | AssertionError incomplete) {
            furniture.close();
            throw incomplete;
        }
    }

    /** "{host}/jobs" -> "4f2c.../jobs" */
    String address(String pattern) {
        var address = pattern;
        for (var one : names.entrySet()) {
            address = address.replace("{" + one.getKey() + "}", one.getValue());
        }
        assertThat(address).doesNotContain("{");
        return address;
    }

    private void furnish() throws IOException {
        var host = hub.onlyAgent().orElseThrow().get("id").asText();
        names.put("host", host);
        var run = hub.get("/api/v1/runs?job=system&state=STARTED&limit=1").at("/runs/0/run");
        names.put("run", run.get("boot").asText() + "/" + run.get("execution").asLong());
        hub.post("/api/v1/hub/jobs/retain"); // if it does not run just now
        Await.until(
                "the hub's own job does not end",
                LONGEST,
                () -> !hub.get("/api/v1/runs?host=hub&state=COMPLETED")
                        .get("runs")
                        .isEmpty());
        var own = hub.get("/api/v1/runs?host=hub&state=COMPLETED&limit=1").at("/runs/0/run");
        names.put(
                "hub-run", own.get("boot").asText() + "/" + own.get("execution").asLong());

        names.put(
                "database",
                kept("databases", """
                {"agent": "%s", "name": "own", "host": "127.0.0.1", "port": %d, "database": "pulse", "user": "pulse", "password": "%s"}""".formatted(host, stack.databasePort(), stack.databasePassword()), "id"));
        var monitor =
                "{\"name\": \"%s\", \"kind\": \"http\", \"check\": {\"url\": \"%s\"}, \"schedule\": \"30s\", \"retries\": 0, \"tags\": [\"shop\"], \"public\": true}";
        names.put(
                "monitor",
                kept(
                        "uptime/monitors",
                        monitor.formatted("Shop, sign-in", stack.hubAddress().resolve("/ready")),
                        "id"));
        kept(
                "uptime/monitors",
                monitor.formatted("Shop, old address", URI.create("http://127.0.0.1:" + Ports.free() + "/")),
                "id");
        names.put("window", kept("uptime/maintenance", """
                {"name": "Updates of the shop", "starts": "2027-01-03T02:00", "time_zone": "Europe/Berlin", "minutes": 60, "rule": "FREQ=WEEKLY"}""", "id"));
        names.put("dashboard", kept("dashboards", DASHBOARD, "id"));
        names.put(
                "view",
                kept(
                        "views",
                        "{\"name\": \"Hosts of the shop\", \"address\": \"/fleet?q=shop\", \"shared\": true}",
                        "id"));

        kept(
                "batch-servers",
                """
                {"name": "payroll", "url": "%s/ibm/api/batch", "user": "operator", "password": "%s", "ca": "%s"}""".formatted(other.url(), OtherServer.PASSWORD, other.ca().replace("\n", "\\n")),
                "name");
        names.put("server", "payroll");
        names.put(
                "execution",
                hub.post("/api/v1/batch-servers/payroll/jobs", "{\"application\": \"shop\", \"jobXml\": \"regions\"}")
                        .get("execution")
                        .asText());

        Await.until(
                "the database is not read",
                LONGEST,
                () -> hub.get("/api/v1/databases").at("/databases/0/up").asBoolean());
        Await.until("no probe", LONGEST, () -> {
            var states = hub.get("/api/v1/uptime/monitors?q=shop").findValuesAsText("state");
            return states.contains("up") && states.contains("down");
        });
        Await.until(
                "its job does not end",
                LONGEST,
                () -> hub.get("/api/v1/batch-servers/payroll/executions/" + names.get("execution"))
                        .get("state")
                        .asText()
                        .equals("COMPLETED"));
    }

    private String kept(String kind, String form, String id) throws IOException {
        JsonNode answer = hub.post("/api/v1/" + kind, form);
        var name = answer.get(id).asText();
        added.add(0, kind + "/" + name);
        return name;
    }

    @Override
    public void close() throws IOException {
        try (other) {
            for (var one : added) {
                hub.delete("/api/v1/" + one);
            }
        }
    }
}
