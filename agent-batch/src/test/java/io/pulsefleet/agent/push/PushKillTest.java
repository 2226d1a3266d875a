package io.pulsefleet.agent.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.agent.push.Receiver.Manner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} while windows are sealed and pushed, again and again, leaves a list of windows without gap or overlap
 * at the receiver, each under one UUID with one body (PA-06). {@code -Dpush.kills=100} for the long run.
 */
@Timeout(600)
class PushKillTest {

    private static final int KILLS = Integer.getInteger("push.kills", 12);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path home;

    private final Random random = new Random(11);

    @Test
    void leavesNeitherGapNorOverlap() throws Exception {
        try (var receiver = new Receiver()) {
            receiver.behave(body -> random.nextInt(10) == 0 ? Manner.TAKE_AND_HANG_UP : Manner.TAKE);
            for (int start = 1; start <= KILLS; start++) {
                var process = process(receiver, start);
                receiver.awaitAsked(receiver.asked() + 1 + random.nextInt(20));
                process.destroyForcibly();
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
            drain(receiver);

            var windows = inOrder(receiver.taken());
            assertThat(windows).hasSizeGreaterThan(KILLS);
            var end = 0L;
            for (var window : windows) {
                assertThat(window.get("start").asLong()).as("%s", window).isEqualTo(end);
                end = window.get("end").asLong();
            }
            System.out.println("PUSH-KILL: " + KILLS + " kills, " + windows.size() + " windows, "
                    + (receiver.taken().size() - windows.size()) + " of them came twice, none is missing.");
        }
    }

    /** The last one lives until nothing waits that was sealed before it. */
    private void drain(Receiver receiver) throws Exception {
        var process = process(receiver, KILLS + 1);
        try {
            while (receiver.taken().stream().noneMatch(body -> body.contains("\"by\":\"" + (KILLS + 1) + '"'))) {
                assertThat(process.isAlive())
                        .as(Files.readString(home.resolve("out")))
                        .isTrue();
                receiver.awaitAsked(receiver.asked() + 1);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private Process process(Receiver receiver, int start) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PushUntilKilled.class.getName(),
                        home.toString(),
                        receiver.address().toString(),
                        Integer.toString(start))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("out").toFile())
                .start();
    }

    /** Each UUID once; what came twice came as it was. */
    private static List<JsonNode> inOrder(List<String> taken) throws Exception {
        var byUuid = new LinkedHashMap<String, JsonNode>();
        for (var body : taken) {
            var window = JSON.readTree(body);
            var before = byUuid.putIfAbsent(window.get("uuid").asText(), window);
            assertThat(before == null || before.equals(window))
                    .as("%s after %s", window, before)
                    .isTrue();
        }
        return new ArrayList<>(byUuid.values());
    }
}
