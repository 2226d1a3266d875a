package io.pulsefleet.agent.jobs;

import static io.pulsefleet.wire.Metric.gauge;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FramingTest {

    private static final Instant AT = Instant.parse("2026-11-21T10:15:00Z");
    private static final Metric COUNT = gauge("container.count", "{container}", "How many run.");
    private static final Metric CPU = gauge("container.cpu.usage", "1", "CPU time.", "container.name");
    private static final Metric MEMORY = gauge("container.memory.usage", "By", "Memory.", "container.name");

    @Test
    void whatStaysIsOneFrameAndEachEntityAnother() {
        assertThat(framed(List.of("container.name"), "web", "db")).isEqualTo("""
                container.count=2.0
                container.cpu.usage{container.name="web"}=0.5 container.memory.usage{container.name="web"}=7.0
                container.cpu.usage{container.name="db"}=0.5 container.memory.usage{container.name="db"}=7.0""");
    }

    @Test
    void withoutEntitiesAllIsOneFrame() {
        assertThat(framed(List.of(), "web", "db").lines()).hasSize(1);
    }

    @Test
    void aNewcomerAddsOneSetAndChangesNone() {
        var before = sets("web", "db");
        var after = sets("batch", "web", "db");

        assertThat(after).hasSize(before.size() + 1).containsAll(before);
    }

    private static Set<String> sets(String... containers) {
        var hashes = new TreeSet<String>();
        for (var framing : Framing.of(info(List.of("container.name")), new Visit("docker", AT), readings(containers))) {
            if (!framing.set().positions().get(0).metric().equals("container.count")) {
                hashes.add(framing.set().hash());
            }
        }
        return hashes;
    }

    private static String framed(List<String> entities, String... containers) {
        return Framing.of(info(entities), new Visit("docker", AT), readings(containers)).stream()
                .map(FramingTest::line)
                .collect(joining("\n"));
    }

    private static String line(Framing framing) {
        assertThat(framing.frame())
                .isEqualTo(new Frame(framing.set().hash(), AT, framing.frame().values()));
        var line = new StringBuilder();
        for (int i = 0; i < framing.frame().values().length; i++) {
            line.append(i > 0 ? " " : "")
                    .append(framing.set().positions().get(i))
                    .append('=')
                    .append(framing.frame().values()[i]);
        }
        return line.toString();
    }

    private static CollectorInfo info(List<String> entities) {
        return new CollectorInfo(
                "docker", "Containers.", Duration.ofSeconds(10), List.of(COUNT, CPU, MEMORY), entities);
    }

    private static List<Reading> readings(String... containers) {
        var readings = new ArrayList<Reading>();
        readings.add(COUNT.read(AT, containers.length));
        Arrays.stream(containers).forEach(name -> {
            readings.add(CPU.read(AT, 0.5, name));
            readings.add(MEMORY.read(AT, 7, name));
        });
        return readings;
    }
}
