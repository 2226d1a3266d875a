package io.pulsefleet.agent.collect.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.HostEvent;
import io.pulsefleet.wire.Json;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A container that ended for want of memory is told as such once, whoever says so: Docker by an event, Podman by the
 * container's state alone.
 */
class WantOfMemoryTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Pattern ASKED = Pattern.compile("since=([0-9.]+)&until=([0-9.]+)&");
    private static final String ID = "f".repeat(64);

    @TempDir
    Path folder;

    private final List<String> events = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private volatile String state;
    private SpeakingSocket daemon;
    private Visits visits;

    @BeforeEach
    void startsWithOneThatRuns() throws IOException {
        daemon = new SpeakingSocket(folder.resolve("s"), this::say);
        visits = new Visits(folder.resolve("s"), Map.of());
        state = state("running", 0, false);
        visit(1);
    }

    @AfterEach
    void end() throws IOException {
        daemon.close();
    }

    @Test
    void whereOnlyItsStateSaysSoItIsToldWhenNoEventCameAndOnce() throws Exception {
        diesAt(10, true);

        visit(11);
        assertThat(visits.glance(at(14))).isFalse();
        assertThat(visits.glance(at(16))).isTrue();
        visits.crash();
        visit(17);
        visit(30);
        visits.crash();
        visit(90);

        assertThat(told).containsExactly("died at 10 by daemon", "oom_killed at 10 by state");
    }

    @Test
    void whereAnEventSaysSoTheStateIsNoSecondOne() throws Exception {
        event("oom", 9);
        diesAt(10, true);

        visit(11);
        visit(20);
        visits.crash();
        visit(30);

        assertThat(told).containsExactly("oom_killed at 9 by daemon", "died at 10 by daemon");
    }

    @Test
    void anEventThatComesBehindTheDeathIsWaitedFor() throws Exception {
        diesAt(10, true);
        visit(11);
        event("oom", 12);

        visit(20);
        visit(30);

        assertThat(told).containsExactly("died at 10 by daemon", "oom_killed at 12 by daemon");
    }

    @Test
    void oneThatRunsAnewAndDiesAgainIsToldOfBoth() throws Exception {
        diesAt(10, true);
        visit(11);
        event("start", 12);
        state = state("running", 12, false);
        visit(13);
        diesAt(14, true);
        visit(15);
        visit(25);

        assertThat(told)
                .containsExactly(
                        "died at 10 by daemon",
                        "started at 12 by daemon",
                        "oom_killed at 10 by state",
                        "died at 14 by daemon",
                        "oom_killed at 14 by state");
    }

    @Test
    void oneThatEndsOtherwiseIsNot() throws Exception {
        diesAt(10, false);
        visit(11);
        visit(20);

        assertThat(told).containsExactly("died at 10 by daemon");
    }

    private void visit(long second) throws IOException {
        for (var document : visits.sealed(at(second)).documents()) {
            if (document.kind().equals(HostEvent.KIND)) {
                var event = Json.read(document.body().text().getBytes(UTF_8), HostEvent.class);
                told.add("%s at %d by %s"
                        .formatted(
                                event.type().replace("container.", ""),
                                Duration.between(START, document.at()).toSeconds(),
                                event.fields().get("told_by")));
            }
        }
    }

    private void diesAt(long second, boolean starved) {
        event("die", second);
        state = state("exited", 0, starved);
    }

    private void event(String action, long second) {
        events.add("{\"Type\": \"container\", \"Action\": \"%s\", \"timeNano\": %d,"
                        .formatted(action, at(second).getEpochSecond() * 1_000_000_000)
                + " \"Actor\": {\"ID\": \"%s\", \"Attributes\": {\"name\": \"shop\", \"image\": \"box\"}}}"
                        .formatted(ID));
    }

    private static String state(String status, long startedSecond, boolean starved) {
        return "{\"State\": {\"Status\": \"%s\", \"Running\": %s, \"OOMKilled\": %s, \"ExitCode\": 1, \"StartedAt\": \"%s\"}}"
                .formatted(status, status.equals("running"), starved, at(startedSecond));
    }

    private static Instant at(long second) {
        return START.plusSeconds(second);
    }

    private void say(String path, SocketChannel to) throws IOException {
        if (path.startsWith("/version")) {
            SpeakingSocket.json(to, "{\"Version\": \"29.0.0\", \"ApiVersion\": \"1.52\"}");
        } else if (path.startsWith("/events")) {
            SpeakingSocket.json(to, eventsBetween(path));
        } else if (path.startsWith("/containers/json")) {
            var status = state.contains("running") ? "running" : "exited";
            SpeakingSocket.json(
                    to,
                    "[{\"Id\": \"%s\", \"Names\": [\"/shop\"], \"Image\": \"box\", \"State\": \"%s\", \"Created\": 1}]"
                            .formatted(ID, status));
        } else if (path.equals("/containers/" + ID + "/json")) {
            SpeakingSocket.json(to, state);
        } else {
            SpeakingSocket.write(to, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        }
    }

    private String eventsBetween(String path) {
        var asked = ASKED.matcher(path);
        assertThat(asked.find()).isTrue();
        return List.copyOf(events).stream()
                .filter(event -> {
                    var seconds = Long.parseLong(event.replaceFirst(".*\"timeNano\": (\\d+)\\d{9},.*", "$1"));
                    return seconds >= Double.parseDouble(asked.group(1))
                            && seconds <= Double.parseDouble(asked.group(2));
                })
                .collect(joining("\n"));
    }
}
