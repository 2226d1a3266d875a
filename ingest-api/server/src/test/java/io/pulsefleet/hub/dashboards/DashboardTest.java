package io.pulsefleet.hub.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Tree;
import io.pulsefleet.wire.RawJson;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a dashboard may be, and what is told of one that is none (SP-10). */
class DashboardTest {

    @Test
    void whatIsLeftOutIsAsUsual() {
        var chart = read(
                "{\"title\":\" Web \",\"charts\":[{\"metric\":\"system.cpu.utilization\",\"thresholds\":[{\"value\":1}]}]}");

        assertThat(RawJson.of(chart).text()).isEqualTo("""
                {"title":"Web","description":"","charts":[{"title":"","metric":"system.cpu.utilization","of":[],"labels":{},\
                "top":20,"thresholds":[{"value":1.0,"when":"above","severity":"warning","label":""}],"events":false,\
                "lastWeek":false,"width":6}]}""");
    }

    @Test
    void whatIsWrittenIsReadAsItWas() {
        var full = new Dashboard(
                "Web",
                "Two\nlines",
                List.of(new Chart(
                        "CPU",
                        "system.cpu.utilization",
                        List.of("web-1", "group:web", "tag:env:prod:eu"),
                        Map.of("cpu.mode", "user"),
                        "p95",
                        "agent,label.cpu.mode",
                        "sum",
                        5,
                        "1",
                        List.of(new Threshold(0.00001, "below", "error", "idle")),
                        true,
                        true,
                        12)));

        assertThat(read(RawJson.of(full).text())).isEqualTo(full);
        assertThat(Reading.of(
                        Tree.ofYaml(Tree.yaml(
                                        Tree.ofJson(RawJson.of(full).text()).root()))
                                .root(),
                        "",
                        new Complaints()))
                .contains(full);
    }

    @Test
    void allMistakesAreToldAtOnceEachWithItsPath() {
        assertThat(mistakes("""
                {"title": "", "description": 7, "colour": "red", "charts": [
                  {"metric": "", "of": ["tag:env", "group:", " ", "web-1"], "aggregate": "p100", "by": "host", "combine": "most", "top": 51},
                  {"metric": "m", "combine": "sum", "unit": "a b", "width": 5, "labels": {"": "x"}, "evnets": true,
                   "thresholds": [{"when": "over", "severity": "bad"}, {"value": 1, "colour": "red"}]},
                  {"metric": "m", "top": "many", "title": "a\\nb"}, 7]}"""))
                .containsExactly(
                        "d.colour: there is no such field; there are [title, description, charts]",
                        "d.charts[1].thresholds[1].colour: there is no such field; there are [value, when, severity, label]",
                        "d.charts[1].evnets: there is no such field; there are [title, metric, of, labels, aggregate, by, combine,"
                                + " top, unit, thresholds, events, lastWeek, width]",
                        "d.charts[2].top: must be a whole number, of 32 bits at the most",
                        "d.charts[3]: must be an object",
                        "d.description: must be a text",
                        "d.title: must have 1 to 100 characters, on one line",
                        "d.charts[0].metric: must be the name of a metric, of 255 characters at most",
                        "d.charts[0].of[0]: must be as tag:env:prod",
                        "d.charts[0].of[1]: must be as group:web",
                        "d.charts[0].of[2]: must be a hostname, group:<name> or tag:<name>:<value>",
                        "d.charts[0].aggregate: must be avg, min, max, sum, last, rate, delta or a percentile from p1 to p99",
                        "d.charts[0].by: must be series, metric, or some of agent, group, tag.<name> and label.<name>, as group,label.cpu.mode",
                        "d.charts[0].combine: must be avg, min, max, sum, count or a percentile from p1 to p99",
                        "d.charts[0].top: must be from 1 to 50",
                        "d.charts[1].labels: must be names with a value of one line each",
                        "d.charts[1].combine: wants 'by', and not series",
                        "d.charts[1].unit: must be a unit as By, s, 1 or Cel",
                        "d.charts[1].thresholds[0].value: must be a number",
                        "d.charts[1].thresholds[0].when: must be above or below",
                        "d.charts[1].thresholds[0].severity: must be warning or error",
                        "d.charts[1].width: must be 4, 6, 8 or 12 of twelve columns",
                        "d.charts[2].title: must have at most 100 characters, on one line");
    }

    @Test
    void whatIsTooMuchOrNoTextIsRefused() {
        var chart = "{\"metric\":\"m\"}";
        assertThat(mistakes("{\"title\":\"x\",\"charts\":[" + String.join(",", Collections.nCopies(41, chart)) + "]}"))
                .containsExactly("d.charts: are more than the 40 that a dashboard has at most");
        assertThat(new Dashboard("x", "", Collections.nCopies(41, null))
                        .complaints()
                        .fields())
                .containsExactly("charts");
        assertThat(mistakes("{\"title\":\"x\",\"charts\":7}")).containsExactly("d.charts: must be a list");
        assertThat(mistakes("[]")).containsExactly("d: must be an object");
        assertThat(mistakes("{\"title\":\"a\\u0000b\",\"description\":\"\\ud800\"}"))
                .containsExactly(
                        "d.title: must have 1 to 100 characters, on one line",
                        "d.description: must have at most 2000 characters");
        assertThat(new Dashboard("x", "", Collections.singletonList(null))
                        .complaints()
                        .told(field -> ""))
                .containsExactly("charts[0]: must be an object");
        var large = "{\"metric\":\"m\",\"labels\":{"
                + String.join(
                        ",",
                        java.util.stream.IntStream.range(0, 20)
                                .mapToObj(i -> "\"l" + i + "\":\"" + "v".repeat(1_000) + "\"")
                                .toList())
                + "}}";
        assertThat(mistakes("{\"title\":\"x\",\"charts\":[" + String.join(",", Collections.nCopies(11, large)) + "]}"))
                .containsExactly("d.charts: are more than 200000 bytes of JSON");
    }

    @Test
    void whereTwoDifferIsTold() {
        var there = read("{\"title\":\"Web\",\"charts\":[{\"metric\":\"a\",\"of\":[\"web-1\"]},{\"metric\":\"b\"}]}");
        var yours = read(
                "{\"title\":\"Front\",\"charts\":[{\"metric\":\"a\",\"top\":5,\"aggregate\":\"p95\",\"of\":[\"web-1\",\"web-2\"]}]}");

        assertThat(Unlike.between(there, yours))
                .containsExactly(
                        "charts[0].aggregate: there none, yours 'p95'",
                        "charts[0].of[1]: there none, yours 'web-2'",
                        "charts[0].top: there 20, yours 5",
                        "charts[1]: there has 'b', yours none",
                        "title: there 'Web', yours 'Front'");
        assertThat(Unlike.between(there, there)).isEmpty();
        assertThat(Unlike.fields(there, yours)).containsExactly("title", "charts");
        assertThat(Unlike.between(
                        there,
                        read("{\"title\":\"Web\",\"charts\":["
                                + String.join(",", Collections.nCopies(30, "{\"metric\":\"c\"}")) + "]}")))
                .hasSize(21)
                .endsWith("and 11 more");
    }

    private static Dashboard read(String json) {
        var wrong = new Complaints();
        var dashboard = Reading.of(Tree.ofJson(json).root(), "", wrong).orElseThrow();
        assertThat(wrong.told(field -> "")).isEmpty();
        return dashboard;
    }

    private static List<String> mistakes(String json) {
        var wrong = new Complaints();
        Reading.of(Tree.ofJson(json).root(), "d.", wrong);
        return wrong.told(field -> "");
    }
}
