package io.pulsefleet.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.HostEventType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a collector tells of its host has a type that is listed, and so described and known by its severity. */
class EventTypesTest {

    private static final Path COLLECTORS = Path.of("src/main/java/io/pulsefleet/agent/collect");
    private static final String FIRST_WORDS =
            "host|agent|service|process|port|filesystem|container|login|sudo|user|group|password";
    private static final Pattern TYPE = Pattern.compile("\"((?:" + FIRST_WORDS + ")\\.(?:[a-z_]+\\.)?[a-z_]+)\"");
    private static final Pattern TELLS = Pattern.compile("new HostEvent\\(|class AuthEvents");

    /** A kind of documents, and names of fields, in the same places. */
    private static final List<String> OTHERS =
            List.of("host.ports", "container.id", "container.image.name", "process.name", "process.pid");

    @Test
    void eachTypeThatACollectorNamesIsListed() throws Exception {
        try (var files = Files.walk(COLLECTORS)) {
            var named = new TreeSet<>(files.filter(file -> file.toString().endsWith(".java"))
                    .map(EventTypesTest::read)
                    .filter(source -> TELLS.matcher(source).find())
                    .flatMap(EventTypesTest::types)
                    .toList());

            assertThat(named)
                    .contains("port.opened", "service.state", "login.failed", "host.booted")
                    .allSatisfy(type -> assertThat(HostEventType.of(type)).isPresent());
        }
    }

    private static Stream<String> types(String source) {
        return TYPE.matcher(source).results().map(found -> found.group(1)).filter(text -> !OTHERS.contains(text));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
