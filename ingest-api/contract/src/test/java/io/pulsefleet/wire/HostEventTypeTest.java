package io.pulsefleet.wire;

import static io.pulsefleet.wire.HostEventType.severityOf;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HostEventTypeTest {

    private static final Path PAGE = Path.of("../../docs/reference/events-host.md");

    /** {@code mvn test -Dreference.write=true} writes it anew. */
    @Test
    void thePageIsCurrent() throws Exception {
        var page = Stream.of(HostEventType.values())
                .map(type -> "| `%s` | %s | %s |"
                        .formatted(
                                type,
                                type.severities().stream().map(Object::toString).collect(joining(", ")),
                                type.about()))
                .collect(joining(
                        "\n",
                        "# Events of a host\n\nWhat happens on a host and is drawn over its charts. Each has a moment, a type, a subject"
                                + " (a user, a service, a port, a container), a sentence, and often how it was (`from`), how it is (`to`)"
                                + " and fields. Whoever sends documents of the kind `host.event` may use types of their own; these are"
                                + " ours. Made from the code.\n\n| type | severity | meaning |\n|---|---|---|\n",
                        "\n"));
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    @Test
    void howGraveItIsMayDependOnWhatBecameOfIt() {
        assertThat(Stream.of(
                                new HostEvent("service.state", "web", "active/running", "failed/failed", ""),
                                new HostEvent("service.state", "web", "failed/failed", "active/running", ""),
                                new HostEvent("filesystem.remounted", "/", "rw", "ro", ""),
                                new HostEvent("filesystem.remounted", "/", "ro", "rw", ""),
                                new HostEvent("container.died", "web", "", Map.of("exit_code", "137")),
                                new HostEvent("container.died", "web", "", Map.of("exit_code", "143")),
                                new HostEvent("container.died", "web", "", Map.of()),
                                new HostEvent("container.health", "web", null, "unhealthy", ""),
                                new HostEvent("container.health", "web", null, "healthy", ""),
                                new HostEvent("login.failed", "root", "", Map.of()),
                                new HostEvent("somebody.elses", "", "", Map.of()))
                        .map(event -> severityOf(event).toString()))
                .containsExactly(
                        "error", "info", "error", "info", "error", "info", "info", "error", "info", "warning", "info");
    }
}
