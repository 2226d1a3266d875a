package io.pulsefleet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The hub is away from the very start, and once more later: all readings come, each at its own time (SP-12). */
class HubAwayIT {

    private static final Map<String, String> FAST = Map.of(
            "PULSE_PLAN_SYSTEM_EVERY", "200ms",
            "PULSE_SYSTEM_EVERY", "200ms",
            "PULSE_HEARTBEAT_EVERY", "1s");
    private static final Duration LONGEST = Duration.ofMinutes(3);

    @Test
    void whatWaitedIsStoredOnceAtItsOwnTime() throws Exception {
        try (var stack = Stack.beside(Shared.emptyFolder("away"), FAST)) {
            stack.startPostgres();
            stack.startAgent(); // never seen a hub
            stack.agent().awaitReady(LONGEST);
            var console = new HubClient(stack.agentAddress(), stack.adminPassword());
            Await.until("nothing waits in the spool", LONGEST, () -> waiting(console) >= 30);
            assertThat(hubState(console)).isEqualTo("away");

            stack.startHub();
            Await.until("the spool is not drained", LONGEST, () -> waiting(console) <= 5);
            Await.until(
                    "the agent does not see the hub",
                    LONGEST,
                    () -> hubState(console).equals("reachable"));

            stack.hub().stop();
            Await.until(
                    "the agent does not say that the hub is away",
                    LONGEST,
                    () -> hubState(console).equals("away"));
            Await.until("the spool does not grow", LONGEST, () -> waiting(console) >= 100);
            var books = new Books(stack);
            books.note();
            stack.startHub();
            books.awaitAllStored(LONGEST);
            stack.agent().stop();
            stack.startAgent();
            books.note();
            books.awaitAllStored(LONGEST);

            assertThat(books.noted()).isGreaterThanOrEqualTo(100);
            books.mustBalance();
        }
    }

    private static long waiting(HubClient console) throws IOException {
        return status(console).get("spool").get("segments").asLong();
    }

    private static String hubState(HubClient console) throws IOException {
        return status(console).get("hub").get("state").asText();
    }

    private static JsonNode status(HubClient console) throws IOException {
        return console.get("/api/v1/agent");
    }
}
