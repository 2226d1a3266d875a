package io.pulsefleet.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.Channel;
import org.junit.jupiter.api.Test;

class RunnerTest {

    /** PU-04: larger answers are cut, and say so. */
    @Test
    void anAnswerThatIsTooLargeIsCutAloud() {
        var small = new RawJson("{\"a\":1}");
        var large = RawJson.of("x".repeat(Channel.LONGEST_ANSWER));

        assertThat(Runner.limited(small)).isSameAs(small);
        assertThat(Runner.limited(large).text())
                .hasSizeLessThan(Channel.LONGEST_ANSWER)
                .startsWith("{\"")
                .contains("\"truncated\":true", "\"characters\":" + large.text().length());
    }
}
