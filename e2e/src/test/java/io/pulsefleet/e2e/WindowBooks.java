package io.pulsefleet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.embedded.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Counts an agent's windows, of a second each, at the hub and at a URL that they are pushed to (PA-04 to PA-06).
 *
 * <p>Each window is asked how long it is. So when they follow one another, their answers add up to the time from the
 * first one's start to the last one's end.
 */
final class WindowBooks {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 1_000;

    private final Stack stack;
    private final Receiver receiver;

    WindowBooks(Stack stack, Receiver receiver) {
        this.stack = stack;
        this.receiver = receiver;
    }

    /** To be called before the agent starts. */
    void configureAgent() throws IOException {
        var home = Files.createDirectories(stack.config().data().resolve("agent"));
        Files.writeString(home.resolve("queries.json"), """
                {"ms": {"sql": "SELECT extract(epoch FROM %(end_time)s - %(start_time)s) * 1000", "type": "count"}}""");
        Files.writeString(home.resolve(".env"), """
                PULSE_QUERIES_EVERY=1s
                PULSE_QUERIES_DB_HOST=127.0.0.1
                PULSE_QUERIES_DB_PORT=%d
                PULSE_QUERIES_DB_NAME=pulse
                PULSE_QUERIES_DB_USER=pulse
                PULSE_QUERIES_DB_PASSWORD=%s
                PULSE_PUSH_URL=%s
                """.formatted(
                        stack.databasePort(), stack.databasePassword(), receiver.address()));
    }

    /** Until all that the hub has at this moment has been pushed as well. */
    void awaitAllPushed(Duration longest) throws IOException {
        var stored = uuids(windows());
        Await.until(
                "not all windows have been pushed",
                longest,
                () -> pushed().keySet().containsAll(stored));
    }

    /** No gap, no overlap, no batch index left out or used twice, each UUID once; and the same was pushed. */
    void mustFollowOneAnother() throws IOException, SQLException {
        var windows = windows();
        assertThat(windows).hasSizeGreaterThan(10);
        assertThat(stored()).as("each UUID once").isEqualTo(windows.size());
        var first = windows.get(windows.size() - 1);
        assertThat(windows.stream().map(window -> text(window, "series")).distinct())
                .hasSize(1);
        assertThat(windows.stream().map(window -> window.get("batchIndex").asLong()))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, windows.size())
                        .map(index -> windows.size() + 1 - index)
                        .boxed()
                        .toList());
        assertThat(windows.subList(0, windows.size() - 1))
                .extracting(window -> text(window, "follows"))
                .as("as the hub sees it")
                .containsOnly("on");

        var successes = windows.stream()
                .filter(window -> text(window, "status").equals("success"))
                .toList();
        var end = text(first, "start");
        long asked = 0;
        for (int i = successes.size() - 1; i >= 0; i--) {
            assertThat(text(successes.get(i), "start"))
                    .as("%s", successes.get(i))
                    .isEqualTo(end);
            end = text(successes.get(i), "end");
            asked += successes.get(i).get("values").get("ms").asLong();
        }
        assertThat(asked)
                .as("ms, by the answers")
                .isEqualTo(Duration.between(Instant.parse(text(first, "start")), Instant.parse(end))
                        .toMillis());

        var pushed = pushed();
        for (var window : windows) {
            var uuid = text(window, "uuid");
            if (pushed.containsKey(uuid)) {
                assertThat(Instant.parse(text(pushed.get(uuid).get("stats"), "end_time")))
                        .isEqualTo(Instant.parse(text(window, "end")));
            }
        }
        System.out.printf(
                "WINDOWS: %d at the hub (%d of them failures), none missing, none twice; %d pushed, %d of them twice%n",
                windows.size(),
                windows.size() - successes.size(),
                pushed.size(),
                receiver.taken().size() - pushed.size());
    }

    /** By UUID. What came twice came as it was. */
    private Map<String, JsonNode> pushed() throws IOException {
        var pushed = new HashMap<String, JsonNode>();
        for (var body : receiver.taken()) {
            var payload = JSON.readTree(body);
            var before = pushed.putIfAbsent(payload.get("uuid").asText(), payload);
            assertThat(before == null || before.equals(payload))
                    .as("%s after %s", payload, before)
                    .isTrue();
        }
        return pushed;
    }

    /** All that the hub has, the newest first. */
    private List<JsonNode> windows() throws IOException {
        var hub = new HubClient(stack.hubAddress(), stack.adminPassword());
        var byUuid = new LinkedHashMap<String, JsonNode>();
        var asked = "/api/v1/windows?limit=" + PAGE;
        var page = hub.get(asked).get("windows");
        while (!page.isEmpty()) {
            var known = byUuid.size();
            page.forEach(window -> byUuid.putIfAbsent(text(window, "uuid"), window));
            var oldest = Instant.parse(text(page.get(page.size() - 1), "end"));
            page = byUuid.size() == known
                    ? JSON.createArrayNode()
                    : hub.get(asked + "&to=" + oldest.plusMillis(1)).get("windows");
        }
        return List.copyOf(byUuid.values());
    }

    /** As they lie in the hub's database, where nothing puts two of a UUID into one. */
    private long stored() throws IOException, SQLException {
        try (var connection = DriverManager.getConnection(
                        stack.postgres().jdbcUrl(), Postgres.USER, stack.databasePassword());
                var row = connection
                        .createStatement()
                        .executeQuery("SELECT count(*) FROM document WHERE kind = 'queries'")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Set<String> uuids(List<JsonNode> windows) {
        var uuids = new HashSet<String>();
        windows.forEach(window -> uuids.add(text(window, "uuid")));
        return uuids;
    }

    private static String text(JsonNode window, String field) {
        return window.get(field).asText();
    }
}
