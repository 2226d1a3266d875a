package io.pulsefleet.hub.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.fleet.Marks.Mark;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ByTest {

    private static final UUID ID = UUID.randomUUID();
    private static final Line USER = line("cpu", "0", "mode", "user");
    private static final Line IDLE = line("cpu", "0", "mode", "idle");

    private static Line line(String... labels) {
        return new Line(
                ID, "web", 7, null, null, "system", "host", Map.of(labels[0], labels[1], labels[2], labels[3]), true);
    }

    private static Line lineOf(String by, Line line) {
        return By.read(by).orElseThrow().lineOf(line);
    }

    @Test
    void seriesThatAreAlikeInWhatIsWantedBecomeOneLine() {
        assertThat(lineOf("series", USER)).isSameAs(USER);
        assertThat(lineOf("metric", USER)).isEqualTo(new Line(null, null, 0, null, null, null, null, null, false));
        assertThat(lineOf("agent", USER)).isEqualTo(new Line(ID, "web", 7, null, null, null, null, null, false));
        assertThat(lineOf("label.mode", USER))
                .isEqualTo(new Line(null, null, 0, null, null, null, null, Map.of("mode", "user"), false))
                .isNotEqualTo(lineOf("label.mode", IDLE));
        assertThat(lineOf("label.cpu", USER)).isEqualTo(lineOf("label.cpu", IDLE));
        assertThat(lineOf("agent,label.cpu,label.mode", USER))
                .isEqualTo(new Line(ID, "web", 7, null, null, null, null, Map.of("cpu", "0", "mode", "user"), false));
        assertThat(lineOf("label.rack", USER))
                .isEqualTo(new Line(null, null, 0, null, null, null, null, Map.of(), false));
    }

    @Test
    void agentsOfOneGroupOrWithOneTagBecomeOneLine() {
        var mark = new Mark("shop", Map.of("rack", "r1", "env", "prod"));
        var by = By.read("group,tag.rack,label.mode").orElseThrow();
        assertThat(by.lineOf(by.marked(USER, mark)))
                .isEqualTo(new Line(
                        null, null, 0, "shop", Map.of("rack", "r1"), null, null, Map.of("mode", "user"), false));

        var racks = By.read("tag.rack").orElseThrow();
        assertThat(racks.lineOf(racks.marked(USER, mark)))
                .isEqualTo(racks.lineOf(racks.marked(IDLE, new Mark("other", Map.of("rack", "r1")))))
                .isNotEqualTo(racks.lineOf(racks.marked(IDLE, new Mark("shop", Map.of("rack", "r2")))));
        assertThat(racks.lineOf(racks.marked(USER, new Mark("shop", Map.of()))))
                .as("those without it go together")
                .isEqualTo(new Line(null, null, 0, null, Map.of(), null, null, null, false));
        assertThat(By.read("agent,label.mode").orElseThrow().wantsMarks()).isFalse();
    }

    @Test
    void whatIsNoneIsRefused() {
        for (var text : List.of(
                "",
                "host",
                "agent,agent",
                "group,group",
                "tag.",
                "tag.a,tag.a",
                "tag.a:b",
                "tag.a b",
                "group.web",
                "series,group",
                "tags.a",
                "series,agent",
                "metric,agent",
                "label.",
                "label.a,label.a",
                "agent,")) {
            assertThat(By.read(text)).as(text).isEmpty();
        }
    }
}
