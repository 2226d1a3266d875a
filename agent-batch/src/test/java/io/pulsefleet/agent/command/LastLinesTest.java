package io.pulsefleet.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastLinesTest {

    @TempDir
    Path folder;

    @Test
    void theLastAreReadAndOfALargeFileNoHalfOne() throws Exception {
        var file = folder.resolve("messages.log");
        Files.writeString(file, "one\ntwo\nthree\n");
        assertThat(LastLines.of(file, 2)).containsExactly("two", "three");
        assertThat(LastLines.of(file, 9)).containsExactly("one", "two", "three");

        Files.writeString(file, ("x".repeat(1_000) + "\n").repeat(1_000) + "last\n");
        assertThat(LastLines.of(file, 2_000))
                .hasSizeBetween(500, 600)
                .endsWith("last")
                .allMatch(line -> line.length() == 1_000 || line.equals("last"));
    }
}
