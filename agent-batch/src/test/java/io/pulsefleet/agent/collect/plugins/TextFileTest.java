package io.pulsefleet.agent.collect.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.Visit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of numbers: SP-11. */
class TextFileTest {

    @TempDir
    Path folder;

    @Test
    void aFileThatIsDroppedInIsTold() throws Exception {
        var plugIns = new Visited(folder);
        assertThat(plugIns.targets()).isEmpty();
        write("backup.prom", "# TYPE backup_bytes_total counter\nbackup_bytes_total{job=\"home\"} 4711\n");
        Files.writeString(folder.resolve("README.txt"), "none\n");
        Files.writeString(folder.resolve(".backup.prom"), "hidden 1\n");

        assertThat(plugIns.targets()).containsExactly("backup.prom", "host");
        assertThat(plugIns.visit("backup.prom")).isEqualTo("""
                plugin.file.age 90.0
                plugin.series.left_out 0.0
                backup_bytes_total{job="home"} 4711.0
                """);
        assertThat(plugIns.visit("host")).isEqualTo("""
                plugin.count{kind="file"} 1.0
                plugin.count{kind="program"} 0.0
                plugin.count{kind="endpoint"} 0.0
                plugin.refused 0.0
                """);
    }

    @Test
    void whatIsHalfWrittenOrGarbledIsNamedAndTheOthersGoOn() throws Exception {
        write("half.prom", "queue_depth 12");
        write("garbled.prom", "fine 1\n<html>\n");
        Files.write(folder.resolve("latin.prom"), "gr\u00fcn 1\n".getBytes(StandardCharsets.ISO_8859_1));
        write("large.prom", "# " + "x".repeat(2 << 20) + "\n");
        write("torn.prom", "a 1\n# EOF\nb 2\n");
        write("well.prom", "fine 1\n");
        Files.createDirectory(folder.resolve("folder.prom"));
        var plugIns = new Visited(folder);

        assertThat(plugIns.targets())
                .containsExactly(
                        "garbled.prom", "half.prom", "large.prom", "latin.prom", "torn.prom", "well.prom", "host");
        assertThat(plugIns.visit("half.prom"))
                .endsWith(
                        "FAILED its last line does not end: it is half written; write it beside its place, and rename it\n");
        assertThat(plugIns.visit("garbled.prom")).isEqualTo("plugin.file.age 90.0\nFAILED line 2: no name: '<html>'\n");
        assertThat(plugIns.visit("latin.prom")).endsWith("FAILED it is not written in UTF-8\n");
        assertThat(plugIns.visit("large.prom")).endsWith("FAILED it is larger than 1048576 bytes\n");
        assertThat(plugIns.visit("well.prom")).endsWith("fine 1.0\n");
    }

    @Test
    void oneThatIsRemovedIsAwayAndThenForgotten() throws Exception {
        write("a.prom", "a 1\n");
        var plugIns = new Visited(folder);
        assertThat(plugIns.targets()).contains("a.prom");
        var there = plugIns.collector();
        Files.delete(folder.resolve("a.prom"));

        assertThat(there.targets()).contains("a.prom"); // it was looked for just now
        assertThatThrownBy(() -> there.begin(new Visit("a.prom", Visited.AT, Optional::empty)))
                .isInstanceOf(UnreachableException.class)
                .hasMessage(folder.resolve("a.prom") + " is not there any more");
        assertThat(plugIns.targets()).isEmpty();
        assertThat(plugIns.visit("a.prom")).isEqualTo("AWAY a.prom is not there any more\n");
    }

    @Test
    void whatIsBeyondTheLimitIsCountedAndSaid() throws Exception {
        var plugIns = new Visited(folder);
        plugIns.given.put("pulse.plugins.series", "2");
        write("many.prom", "a 1\nb 2\nc 3\nd 4\n");

        assertThat(plugIns.visit("many.prom")).isEqualTo("""
                ITEM more than 2 series
                plugin.file.age 90.0
                plugin.series.left_out 2.0
                a 1.0
                b 2.0
                """);
    }

    private void write(String name, String text) throws Exception {
        var file = Files.writeString(folder.resolve(name), text);
        Files.setLastModifiedTime(file, FileTime.from(Visited.AT.minusSeconds(90)));
    }
}
