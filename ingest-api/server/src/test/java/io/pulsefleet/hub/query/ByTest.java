package io.pulsefleet.hub.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ByTest {

    private static final UUID ID = UUID.randomUUID();
    private static final Line USER = line("cpu", "0", "mode", "user");
    private static final Line IDLE = line("cpu", "0", "mode", "idle");

    private static Line line(String... labels) {
        return new Line(ID, "web", 7, "system", "host", Map.of(labels[0], labels[1], labels[2], labels[3]), true);
    }

    private static Line lineOf(String by, Line line) {
        return By.read(by).orElseThrow().lineOf(line);
    }

    @Test
    void seriesThatAreAlikeInWhatIsWantedBecomeOneLine() {
        assertThat(lineOf("series", USER)).isSameAs(USER);
        assertThat(lineOf("metric", USER)).isEqualTo(new Line(null, null, 0, null, null, null, false));
        assertThat(lineOf("agent", USER)).isEqualTo(new Line(ID, "web", 7, null, null, null, false));
        assertThat(lineOf("label.mode", USER))
                .isEqualTo(new Line(null, null, 0, null, null, Map.of("mode", "user"), false))
                .isNotEqualTo(lineOf("label.mode", IDLE));
        assertThat(lineOf("label.cpu", USER)).isEqualTo(lineOf("label.cpu", IDLE));
        assertThat(lineOf("agent,label.cpu,label.mode", USER))
                .isEqualTo(new Line(ID, "web", 7, null, null, Map.of("cpu", "0", "mode", "user"), false));
        assertThat(lineOf("label.rack", USER)).isEqualTo(new Line(null, null, 0, null, null, Map.of(), false));
    }

    @Test
    void whatIsNoneIsRefused() {
        for (var text : List.of(
                "", "host", "agent,agent", "series,agent", "metric,agent", "label.", "label.a,label.a", "agent,")) {
            assertThat(By.read(text)).as(text).isEmpty();
        }
    }
}
