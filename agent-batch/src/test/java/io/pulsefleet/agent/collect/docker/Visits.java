package io.pulsefleet.agent.collect.docker;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.HostEvent;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An agent's visits of one daemon; what was sealed is kept, as the spool keeps it. */
final class Visits {

    private final Settings settings;
    private DockerCollector collector;
    private Optional<String> place = Optional.empty();

    Visits(Path socket, Map<String, String> more) {
        settings = new Settings(name -> name.equals("pulse.docker.socket")
                ? Optional.of("unix://" + socket)
                : Optional.ofNullable(more.get(name)));
        collector = new DockerCollector(settings);
    }

    Settings settings() {
        return settings;
    }

    /** What was not sealed is lost. */
    void crash() {
        collector = new DockerCollector(settings);
    }

    boolean isPlaced() {
        return place.isPresent();
    }

    boolean glance() throws IOException {
        return glance(Instant.now());
    }

    boolean glance(Instant at) throws IOException {
        return collector.glance(visit(at)).visitNow();
    }

    private Visit visit() {
        return visit(Instant.now());
    }

    private Visit visit(Instant at) {
        var now = place;
        return new Visit(DockerCollector.TARGET, at, () -> now);
    }

    record Found(List<Reading> readings, List<Document> documents, List<String> troubles, Optional<String> away) {

        String numbers(String container) {
            return readings.stream()
                    .filter(one -> container.equals(one.position().labels().get("container.name")))
                    .map(one -> one.position().toString())
                    .collect(joining("\n"));
        }

        double number(String position) {
            return readings.stream()
                    .filter(one -> one.position().toString().equals(position))
                    .mapToDouble(Reading::value)
                    .findFirst()
                    .orElseThrow();
        }

        Stream<JsonNode> events() {
            return bodies(HostEvent.KIND);
        }

        Stream<JsonNode> bodies(String kind) {
            return documents.stream()
                    .filter(one -> one.kind().equals(kind))
                    .map(one -> read(one.body().text()));
        }

        Optional<JsonNode> row(String name) {
            return bodies("docker.containers")
                    .flatMap(body -> body.path("containers").valueStream())
                    .filter(row -> row.path("name").asText("").equals(name))
                    .findFirst();
        }

        private static JsonNode read(String text) {
            try {
                return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
            } catch (IOException noJson) {
                throw new IllegalStateException(noJson);
            }
        }
    }

    /** The visit that is sealed. */
    Found sealed() throws IOException {
        return sealed(Instant.now());
    }

    Found sealed(Instant at) throws IOException {
        var pass = collector.begin(visit(at));
        var found = found(pass);
        place = pass.reached();
        return found;
    }

    /** One whose sealing fails. */
    Found lost() throws IOException {
        return found(collector.begin(visit()));
    }

    private static Found found(Pass pass) throws IOException {
        var readings = new ArrayList<Reading>();
        var troubles = new ArrayList<String>();
        Optional<String> away = Optional.empty();
        for (var more = true; more; ) {
            try {
                var next = pass.next();
                next.ifPresent(readings::add);
                more = next.isPresent();
            } catch (UnreadableItemException item) {
                troubles.add(item.getMessage());
            } catch (UnreachableException gone) {
                away = Optional.of(gone.getMessage());
                more = false;
            }
        }
        return new Found(readings, pass.documents(), troubles, away);
    }
}
