package io.pulsefleet.agent.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.settings.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlEditTest {

    private static final List<Setting<?>> DECLARED = List.of(
            Setting.duration("pulse.docker.every", "10s", ""), Setting.duration("pulse.hub.answer.timeout", "20s", ""));

    @Test
    void oneValueIsAnotherAndAllElseStays() {
        assertThat(YamlEdit.set("""
                # ours — and theirs
                docker:
                  every: 10s   # often
                  socket: /run/docker.sock
                """, Map.of("PULSE_DOCKER_EVERY", "30s"), DECLARED))
                .isEqualTo("""
                # ours — and theirs
                docker:
                  every: "30s"   # often
                  socket: /run/docker.sock
                """);
    }

    @Test
    void whatIsNotThereIsAddedAsSettingsAreCalled() {
        assertThat(YamlEdit.set("a: 1", Map.of("PULSE_HUB_ANSWER_TIMEOUT", "5\"s"), DECLARED))
                .isEqualTo("a: 1\nhub.answer.timeout: \"5\\\"s\"\n");
        assertThat(YamlEdit.set("", Map.of("PULSE_DOCKER_EVERY", "30s"), DECLARED))
                .isEqualTo("docker.every: \"30s\"\n");
    }

    @Test
    void aLineIsTakenAwayWholeAlsoAList() {
        var away = new LinkedHashMap<String, String>();
        away.put("PULSE_LOGS", null);
        assertThat(YamlEdit.set("""
                logs.files:
                  - path: /var/log/a
                  - path: /var/log/b
                docker.every: 10s
                """, away, DECLARED)).isEqualTo("docker.every: 10s\n");
    }

    @Test
    void whatIsNoSuchFileIsLetAlone() {
        assertThatThrownBy(() -> YamlEdit.set("{a: 1}", Map.of("PULSE_DOCKER_EVERY", "1s"), DECLARED))
                .hasMessageContaining("braces");
        assertThatThrownBy(() -> YamlEdit.set("a: [", Map.of("PULSE_DOCKER_EVERY", "1s"), DECLARED))
                .hasMessageContaining("cannot be read");
    }
}
