package io.pulsefleet.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricSetTest {

    @Test
    void itsHashDependsOnEveryPart() {
        var hashes = List.of(
                set("system", "host", "m", "1", Map.of("a", "b")).hash(),
                set("systemh", "ost", "m", "1", Map.of("a", "b")).hash(),
                set("system", "host", "n", "1", Map.of("a", "b")).hash(),
                set("system", "host", "m", "s", Map.of("a", "b")).hash(),
                set("system", "host", "m", "1", Map.of("ab", "")).hash(),
                set("system", "host", "m", "1", Map.of()).hash());

        assertThat(hashes).doesNotHaveDuplicates().allMatch(hash -> hash.matches("[0-9a-f]{32}"));
    }

    /** Every agent of every version must come to the same name for the same set. */
    @Test
    void itsHashNeverChanges() {
        assertThat(set("system", "host", "system.memory.usage", "By", Map.of("b", "2", "a", "ü"))
                        .hash())
                .isEqualTo("53ad01bc8effa49791f6fd0709e36527");
    }

    private static MetricSet set(
            String collector, String target, String metric, String unit, Map<String, String> labels) {
        return new MetricSet(collector, target, List.of(new Position(metric, Metric.Kind.GAUGE, unit, labels)));
    }
}
