package io.pulsefleet.agent.collect.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.uptime.CheckKind;
import io.pulsefleet.wire.uptime.ErrorClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is written by hand about monitors leaves nothing out. */
class MonitorsPageTest {

    @Test
    void everyKindAndEveryErrorIsOnThePage() throws IOException {
        var page = Files.readString(Path.of("../docs/reference/monitors.md"));

        assertThat(Arrays.stream(ErrorClass.values()).filter(error -> !page.contains("`" + error + "`")))
                .isEmpty();
        assertThat(Arrays.stream(CheckKind.values()).filter(kind -> !page.contains("| `" + kind.kind() + "` |")))
                .isEmpty();
    }
}
