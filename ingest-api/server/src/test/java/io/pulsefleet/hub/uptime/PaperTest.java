package io.pulsefleet.hub.uptime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.hub.http.Tree;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of uptime as a file: all mistakes at once, each with its line; and no file takes more than it may (UO-05). */
class PaperTest {

    @Test
    void eachMistakeIsToldWithItsFieldAndWhatIsWellSaidIsRead() {
        var paper = Paper.of(Tree.ofYaml("""
                regions:
                  - {id: eu, name: Europe}
                datacentres: []
                schedules:
                  - name: quick
                    every_seconds: ten
                    timeout_ms: fast
                monitors:
                  - name: shop
                    kind: http
                    retires: 2
                    retries: two
                    check:
                      url: https://shop.example/
                      version: '1.1'
                    tags: [prod, web]
                  - just a word
                """));

        assertThat(paper.wrong().fields())
                .containsExactlyInAnyOrder(
                        "datacentres",
                        "schedules[0].every_seconds",
                        "schedules[0].timeout_ms",
                        "monitors[0].retires",
                        "monitors[0].retries",
                        "monitors[1]");
        assertThat(paper.document().monitors().get(0).name()).isEqualTo("shop");
        assertThat(paper.document().monitors().get(0).check().text())
                .isEqualTo("{\"url\":\"https://shop.example/\",\"version\":\"1.1\"}");
        assertThat(paper.document().monitors().get(1)).isNull();
        assertThat(paper.document().maintenance())
                .as("there is no such section")
                .isNull();
        assertThat(String.join("\n", paper.wrong().told(paper.tree()::line)))
                .contains("line 3: datacentres: there is no such section")
                .contains("line 6: schedules[0].every_seconds: ")
                .contains("line 11: monitors[0].retires: there is no such field; there are [name, kind, check,")
                .contains("line 12: monitors[0].retries: ")
                .contains("line 17: monitors[1]: must be an object")
                .doesNotContain("column");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            monitors[0].check.url             | 'line 4: '
            monitors[0].check.headers.x       | 'line 3: '
            monitors[0].check.assertions[1]   | 'line 7: '
            monitors[0].check.assertions[9]   | 'line 5: '
            monitors[0].name                  | 'line 2: '
            schedules[3]                      | ''
            ''                                | ''
            """)
    void whatIsNotThereStandsWhereItShould(String field, String line) {
        var tree = Tree.ofYaml("""
                monitors:
                  - kind: http
                    check:
                      url: x
                      assertions:
                        - one
                        - two
                """);

        assertThat(tree.line(field)).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `a: [b`        | line 2
            `a: b: c`      | line 1
            `a: 1\\na: 2`  | line 2
            `? [a]\\n: b`  | line 1
            `a: *b`        | line 1
            """)
    void whatIsNoYamlIsToldWithItsLine(String yaml, String line) {
        assertThatThrownBy(() -> Tree.ofYaml(yaml.replace("\\n", "\n") + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(line);
    }

    @Test
    void ofVeryManyMistakesTheFirstAreToldAndHowManyMoreThereAre() {
        var told = Paper.of(Tree.ofYaml("monitors:\n" + "  - no object\n".repeat(207)))
                .wrong()
                .told(field -> "");

        assertThat(told).hasSize(201).first().isEqualTo("monitors[0]: must be an object");
        assertThat(told).last().isEqualTo("and 7 more");
    }

    @Test
    void textsStayTextsAndAliasesAreTaken() {
        var tree = Tree.ofYaml("""
                a: &tags [yes, 1:30, 2026-11-22, 010, 1e3, '7', "x", ~, true, 1.5, -4]
                b: *tags
                """);

        assertThat(tree.root().toString())
                .isEqualTo("{a=[yes, 1:30, 2026-11-22, 010, 1e3, 7, x, null, true, 1.5, -4],"
                        + " b=[yes, 1:30, 2026-11-22, 010, 1e3, 7, x, null, true, 1.5, -4]}");
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 60})
    void aliasesOfAliasesAreNotTaken(int levels) {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < levels; i++) {
            var before = "*a" + (i - 1);
            bomb.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", java.util.Collections.nCopies(10, before))));
        }

        assertThatThrownBy(() -> Tree.ofYaml(bomb.toString())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tree.ofYaml("a: &a [*a]")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tree.ofYaml("[".repeat(10_000))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsWrittenIsReadAgainAsItWas() {
        var value = new LinkedHashMap<String, Object>();
        var texts = List.of(
                "yes",
                "no",
                "on",
                "null",
                "~",
                "",
                " a ",
                "1:30",
                "7",
                "1.1",
                "0x1f",
                "1_000",
                "1e3",
                "2026-11-22",
                "- a",
                "a: b",
                "#x",
                "@",
                "`",
                "\"",
                "'",
                "%",
                "a\nb\n",
                "\ttab",
                "é – \uD83D\uDE00",
                "${token}",
                "{a}",
                "[b]",
                "*a",
                "&b",
                "!t",
                "<<",
                "=",
                "a #b",
                "-",
                "?",
                "true",
                ".inf",
                "\u0085",
                "\u2028x",
                "a\r\nb",
                "-----BEGIN X-----\nabc=\n-----END X-----\n");
        value.put("texts", texts);
        value.put("numbers", Arrays.asList(new java.math.BigInteger("5"), 1.5, true, null));
        texts.forEach(text -> value.put("k" + text, Map.of("key", text)));

        assertThat(Tree.ofYaml(Tree.yaml(value)).root()).isEqualTo(value);
    }
}
