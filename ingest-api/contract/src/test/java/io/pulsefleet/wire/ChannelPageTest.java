package io.pulsefleet.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.wire.channel.Channel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page that describes the channel shows what the codec reads and writes, and all of it (PU-16). */
class ChannelPageTest {

    private static final Path PAGE = Path.of("../../docs/reference/channel.md");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void eachExampleIsReadAndWrittenAsItStands() throws Exception {
        for (var example : examples()) {
            assertThat(JSON.readTree(Channel.text(Channel.read(example)))).isEqualTo(JSON.readTree(example));
        }
    }

    @Test
    void eachEventHasAnExample() throws Exception {
        var events = new LinkedHashSet<String>();
        for (var example : examples()) {
            events.add(JSON.readTree(example).get("event").asText());
        }
        assertThat(events).containsExactlyInAnyOrderElementsOf(Channel.events());
    }

    private static List<String> examples() throws Exception {
        var examples = new ArrayList<String>();
        var isExample = false;
        for (var line : Files.readAllLines(PAGE)) {
            if (line.startsWith("```")) {
                isExample = line.equals("```json");
            } else if (isExample) {
                examples.add(line);
            }
        }
        assertThat(examples).hasSizeGreaterThan(10);
        return examples;
    }
}
