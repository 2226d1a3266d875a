package io.pulsefleet.hub.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.News;
import io.pulsefleet.hub.News.About;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SP-09 */
class TopicTest {

    private static final UUID AGENT = UUID.fromString("0b8a1f5e-7c1d-4d3e-9d2b-1f0e8c7a6b5d");

    @Test
    void eachKindOfNewsHasItsTopic() {
        for (var about : About.values()) {
            var ofOne = about == About.HOST || about == About.COMMANDS;
            var topic = Topic.of(new News(about, ofOne ? AGENT : null));

            assertThat(Topic.of(topic.toString())).as(topic.toString()).hasValue(topic);
        }
        assertThat(Topic.of("readings:" + AGENT)).hasValue(Topic.readingsOf(AGENT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fleet:0b8a1f5e-7c1d-4d3e-9d2b-1f0e8c7a6b5d",
                "host",
                "host:1",
                "host:0B8A1F5E-7C1D-4D3E-9D2B-1F0E8C7A6B5D",
                "readings:",
                "everything",
                "host:0b8a1f5e-7c1d-4d3e-9d2b-1f0e8c7a6b5d "
            })
    void nothingElseIsOne(String text) {
        assertThat(Topic.of(text)).isEmpty();
    }
}
