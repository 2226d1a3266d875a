package io.pulsefleet.hub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file may not have, so that nobody guesses what is meant, and none takes the hub's memory. */
class TreeTest {

    private static final String LONG = "x".repeat(4 << 20);

    @Test
    void aNameThatStandsTwiceIsRefused() {
        assertThatThrownBy(() -> Tree.ofYaml("hosts: []\nsettings:\n  global: {}\n  global: {}\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("line 4: 'settings.global' is given twice");
        assertThatThrownBy(() -> Tree.ofJson("{\"settings\":{\"global\":{},\"global\":{\"a\":\"b\"}}}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Duplicate field 'global'");
        assertThat(Tree.ofJson("[{\"a\":1},{\"a\":1}]").root()).hasToString("[{a=1}, {a=1}]");
    }

    @Test
    void aliasesOfAliasesCountAsOftenAsTheyStand() {
        var laughs = new StringBuilder("a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n");
        for (int i = 1; i < 10; i++) {
            laughs.append("a%d: &a%d [".formatted(i, i))
                    .append(("*a" + (i - 1) + ", ").repeat(10))
                    .append("]\n");
        }
        refuses(laughs.toString());
        refuses("a: &a [*a, *a]\n");
    }

    /** Each is told with where it stands, and quoted in what is wrong with it. */
    @Test
    void soDoLongTextsAndLongNames() {
        refuses("hosts:\n  - host: &a " + LONG + "\n" + "  - host: *a\n".repeat(50_000));
        refuses("? " + LONG + "\n: [" + "1,".repeat(50_000) + "]\n");
        assertThat(Tree.ofYaml("a: " + LONG).root()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: \u0000",
                "a: [",
                "{[a]: b}",
                "? {a: b}\n: c",
                "a: b\n---\nc: d",
                "a: *nobody",
                "\t- a",
                "%YAML 9.9\n---\na"
            })
    void whatIsNoneIsRefused(String text) {
        refuses(text);
    }

    private static void refuses(String yaml) {
        assertThatThrownBy(() -> Tree.ofYaml(yaml)).isInstanceOf(IllegalArgumentException.class);
    }
}
