package io.pulsefleet.agent.collect.docker;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon, or what listens in its place, may say as well. */
class StrangeAnswersTest {

    private static final String VERSION = "{\"Version\": \"29.0.0\", \"ApiVersion\": \"1.52\"}";

    @TempDir
    Path folder;

    @Test
    void ofTenThousandContainersWithGiantLabelsTheFirstAreToldAndAllAreCounted() throws Exception {
        var label = "x".repeat(2 << 20);
        var many = IntStream.range(0, 10_000)
                .mapToObj(i -> "{\"Id\": \"%064x\", \"Names\": [\"/c%d\"], \"Image\": \"i\", \"State\": \"%s\","
                                .formatted(i, i, i % 100 == 0 ? "paused" : "exited")
                        + " \"Status\": \"\", \"Created\": 1, \"Labels\": {\"a\": \"%s\"}}"
                                .formatted(i == 7 ? label : ""))
                .collect(joining(",", "[", "]"));
        try (var socket = new SpeakingSocket(folder.resolve("s"), (path, to) -> say(path, many, to))) {
            var found = new Visits(folder.resolve("s"), Map.of("pulse.docker.containers.most", "20")).sealed();

            assertThat(found.number("docker.containers{container.state=\"paused\"}"))
                    .isEqualTo(100);
            assertThat(found.number("docker.containers{container.state=\"exited\"}"))
                    .isEqualTo(9_900);
            assertThat(found.number("docker.containers.untold")).isEqualTo(9_980);
            assertThat(found.bodies("docker.containers")
                            .findFirst()
                            .orElseThrow()
                            .path("containers"))
                    .hasSize(20)
                    .allSatisfy(row -> assertThat(row.path("state").asText()).isEqualTo("paused"));
            assertThat(found.away()).isEmpty();
            assertThat(socket).isNotNull();
        }
    }

    private static void say(String path, String containers, SocketChannel to) throws IOException {
        if (path.startsWith("/version")) {
            SpeakingSocket.json(to, VERSION);
        } else if (path.startsWith("/events")) {
            SpeakingSocket.json(to, "");
        } else if (path.startsWith("/containers/json")) {
            SpeakingSocket.json(to, containers);
        } else {
            SpeakingSocket.write(to, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        }
    }

    @Test
    void anAnswerThatTricklesIsGivenUp() throws Exception {
        try (var socket = new SpeakingSocket(folder.resolve("s"), (path, to) -> {
            SpeakingSocket.write(to, "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n\"");
            while (true) {
                SpeakingSocket.write(to, "x"); // until the other side hangs up
            }
        })) {
            assertThat(new Visits(folder.resolve("s"), Map.of("pulse.docker.timeout", "200ms"))
                            .sealed()
                            .away())
                    .hasValueSatisfying(why -> assertThat(why).contains("in time"));
            assertThat(socket).isNotNull();
        }
    }

    @Test
    void anAnswerWithoutEndIsGivenUp() throws Exception {
        try (var socket = new SpeakingSocket(folder.resolve("s"), (path, to) -> {
            SpeakingSocket.json(to, path.startsWith("/version") ? VERSION : "[");
            while (path.startsWith("/containers")) {
                SpeakingSocket.write(to, "{\"Id\": \"a\"},".repeat(1_000));
            }
        })) {
            assertThat(new Visits(folder.resolve("s"), Map.of("pulse.docker.timeout", "500ms"))
                            .sealed()
                            .away())
                    .hasValueSatisfying(why -> assertThat(why).contains("in time"));
            assertThat(socket).isNotNull();
        }
    }

    /** Or all that run would be told as started when the list is there. */
    @Test
    void aVisitThatNeverSawTheListLeavesNoPlace() throws Exception {
        try (var socket = new SpeakingSocket(folder.resolve("s"), (path, to) -> {
            if (path.startsWith("/version")) {
                SpeakingSocket.json(to, VERSION);
            } else {
                SpeakingSocket.write(to, "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
            }
        })) {
            var visits = new Visits(folder.resolve("s"), Map.of());

            assertThat(visits.sealed().away()).isPresent();
            assertThat(visits.isPlaced()).isFalse();
            assertThat(socket).isNotNull();
        }
    }

    @Test
    void whoDoesNotSpeakAsDockerDoesIsNotUnderstood() throws Exception {
        try (var socket = new SpeakingSocket(
                folder.resolve("s"), (path, to) -> SpeakingSocket.write(to, "220 mail.example.com ESMTP\r\n"))) {
            assertThat(new Visits(folder.resolve("s"), Map.of()).sealed().away())
                    .hasValueSatisfying(why -> assertThat(why)
                            .startsWith("not understood: what answers at " + folder.resolve("s")
                                    + " does not speak as Docker does"));
            assertThat(socket).isNotNull();
        }
    }

    @Test
    void whereNobodyListensTheRemedyIsNamed() throws Exception {
        var found = new Visits(folder.resolve("nobody"), Map.of()).sealed();

        assertThat(found.away())
                .contains("not running: nobody listens at " + folder.resolve("nobody")
                        + ". Start the daemon (`systemctl start docker`), or name its socket with PULSE_DOCKER_SOCKET");
        assertThat(found.bodies("docker.containers")
                        .findFirst()
                        .orElseThrow()
                        .path("daemon")
                        .path("state")
                        .asText())
                .isEqualTo("not running");
    }
}
