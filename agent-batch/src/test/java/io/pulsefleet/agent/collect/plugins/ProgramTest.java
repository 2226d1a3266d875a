package io.pulsefleet.agent.collect.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are run for their numbers, real ones: SP-11. */
@Timeout(60)
class ProgramTest {

    @TempDir
    Path folder;

    private Visited plugIns;

    @BeforeEach
    void begin() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        plugIns = new Visited(folder);
    }

    @Test
    void itsNumbersAreTold() throws Exception {
        script("queue", "echo 'queue_depth{queue=\"mail\"} 5'");

        assertThat(plugIns.targets()).containsExactly("queue", "host");
        assertThat(plugIns.visit("queue")).isEqualTo("""
                plugin.exit_code 0.0
                plugin.series.left_out 0.0
                queue_depth{queue="mail"} 5.0
                """);
        assertThat(plugIns.collector().every("queue")).isEqualTo(Optional.of(Duration.ofMinutes(1)));
    }

    @Test
    void theFolderSaysHowOften() throws Exception {
        script("5m/raid", "echo raid_ok 1");
        script("other/raid2", "echo raid_ok 1");

        assertThat(plugIns.targets()).containsExactly("raid", "host");
        assertThat(plugIns.collector().every("raid")).isEqualTo(Optional.of(Duration.ofMinutes(5)));
    }

    @Test
    void jsonIsFlattened() throws Exception {
        script(
                "json",
                "echo '{\"queue\": {\"depth\": 5, \"done_total\": 17, \"open\": true, \"list\": [1]}, \"who\": \"me\"}'");

        assertThat(plugIns.visit("json")).isEqualTo("""
                ITEM queue.list is a list
                plugin.exit_code 0.0
                plugin.series.left_out 1.0
                queue.depth 5.0
                queue.done_total 17.0
                queue.open 1.0
                """);
    }

    @Test
    void aCheckOfNagiosSaysItsStateAndAnEventWhenThatChanges() throws Exception {
        script("disk", "echo \"DISK OK - free space: / 33 MB (9%); | /=26MB;58;63;0;68 'my var'=U x=3c;;\"");
        var well = plugIns.visit("disk");
        script(
                "disk",
                "echo 'DISK CRITICAL - free space: / 2 MB | /=66MB;58;63;0;68'; echo 'long | time=0.25s'; echo 'more=1.5%'; exit 2");
        var critical = plugIns.visit("disk");

        assertThat(well).isEqualTo("""
                plugin.exit_code 0.0
                plugin.check.state 0.0
                plugin.check.value{name="/"} 26.0
                plugin.check.value{name="x"} 3.0
                plugin.series.left_out 0.0
                """);
        assertThat(critical).isEqualTo("""
                plugin.exit_code 2.0
                plugin.check.state 2.0
                plugin.check.value{name="/"} 66.0
                plugin.check.value{name="time"} 0.25
                plugin.check.value{name="more"} 1.5
                plugin.series.left_out 0.0
                {"type":"check.state","subject":"disk","from":"OK","to":"CRITICAL","message":"disk: DISK CRITICAL - free space: / 2 MB"}
                """);
    }

    @Test
    void oneThatNeverEndsIsEndedWithAllThatItStarted() throws Exception {
        plugIns.given.put("pulse.plugins.timeout", "500ms");
        var pids = folder.resolve("pids.txt");
        script("hangs", "(sleep 1000 & echo $! >> " + pids + ") & echo $$ >> " + pids + "; sleep 1000");

        assertThat(plugIns.visit("hangs"))
                .isEqualTo(
                        "AWAY " + folder + "/hangs takes longer than 500 ms; it was ended with all that it started\n");
        assertThat(Files.readAllLines(pids)).hasSize(2);
        for (var pid : Files.readAllLines(pids)) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(one -> ends(one));
        }
    }

    @Test
    void whatItLeavesBehindIsEndedAsWell() throws Exception {
        var pid = folder.resolve("pid.txt");
        script("forks", "sleep 1000 & echo $! > " + pid + "; echo forks 1");

        assertThat(plugIns.visit("forks")).endsWith("forks 1.0\n");
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(one -> ends(one));
    }

    /** Or it says so: what an interrupt does not wake would hang for as long as the one that was left behind. */
    private static void ends(ProcessHandle one) {
        assertThat(one.onExit()).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void oneThatPrintsAGigabyteHasSaidNothing() throws Exception {
        script("loud", "yes 'a 1' | head -c 1000000000");

        assertThat(plugIns.visit("loud"))
                .isEqualTo("FAILED " + folder
                        + "/loud prints more than 1048576 bytes; it was ended with all that it started\n");
    }

    @Test
    void oneThatPrintsManyErrorsIsHeardAllTheSame() throws Exception {
        plugIns.given.put("pulse.plugins.timeout", "30s");
        script("grumbles", "yes oh | head -c 20000000 >&2; echo a 1");

        assertThat(plugIns.visit("grumbles")).endsWith("a 1.0\n");
    }

    @Test
    void oneThatFailsSaysWhy() throws Exception {
        script("fails", "echo a 1; echo 'no such table' >&2; exit 7");
        script("silent", "exit 1");
        script("garbles", "echo '<html>'");

        assertThat(plugIns.visit("fails"))
                .isEqualTo("plugin.exit_code 7.0\nFAILED " + folder + "/fails ended with 7: no such table\n");
        assertThat(plugIns.visit("silent"))
                .isEqualTo("plugin.exit_code 1.0\nFAILED " + folder + "/silent ended with 1: it said nothing\n");
        assertThat(plugIns.visit("garbles")).endsWith("FAILED line 1: no name: '<html>'\n");
    }

    @Test
    void oneThatCannotBeStartedSaysWhy() throws Exception {
        Files.writeString(folder.resolve("binary"), "\u0001\u0002 no program");
        Files.setPosixFilePermissions(folder.resolve("binary"), PosixFilePermissions.fromString("rwxr-xr-x"));
        plugIns.given.put("pulse.plugins.commands", "none: /no/such/program -x");

        assertThat(plugIns.visit("binary")).contains("binary ended with 127: ");
        assertThat(plugIns.visit("none")).contains("/no/such/program").contains("No such file or directory");
    }

    @Test
    void itIsGivenNothingOfTheAgentsEnvironment() throws Exception {
        script("environment", "env | sort | sed 's/=.*//' | tr '\\n' ' ' >&2; exit 9");

        assertThat(plugIns.visit("environment")).endsWith("ended with 9: HOME LANG PATH PULSE_PLUGIN PWD\n");
    }

    @Test
    void whatAnybodyMayChangeIsNotRun() throws Exception {
        var file = script("open", "echo a 1");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));
        var inner = script("1m/inner", "echo a 1").getParent();
        Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString("rwxrwxrwx"));
        script("well", "echo a 1");

        assertThat(plugIns.targets()).containsExactly("well", "host");
        assertThat(plugIns.visit("host"))
                .contains("ITEM %s: anybody may change %s, so it is not run; chmod o-w it\n".formatted(file, file))
                .contains("ITEM %s/inner: anybody may change %s, so it is not run; chmod o-w it\n"
                        .formatted(inner, inner))
                .endsWith("plugin.refused 2.0\n");
    }

    @Test
    void whatBelongsToAnotherIsNotRun() throws Exception {
        var file = script("theirs", "echo a 1");
        var nobody = file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        Files.setOwner(file, nobody);

        assertThat(plugIns.targets()).containsExactly("host");
        assertThat(plugIns.visit("host"))
                .contains("%s belongs to nobody, so it is not run; it must belong to root or".formatted(file));
    }

    @Test
    void oneOfASettingHasItsOwnIntervalAndTime() throws Exception {
        plugIns.given.put(
                "pulse.plugins.commands",
                "load every=30s timeout=2s format=openmetrics: /bin/echo load 1; words: /bin/echo \"a 1\"");

        assertThat(plugIns.targets()).containsExactly("load", "words", "host");
        assertThat(plugIns.collector().every("load")).isEqualTo(Optional.of(Duration.ofSeconds(30)));
        assertThat(plugIns.visit("load")).endsWith("load 1.0\n");
        assertThat(plugIns.visit("words")).endsWith("a 1.0\n");
    }

    @Test
    void twoOfTheSameNameAreOne() throws Exception {
        plugIns.given.put("pulse.plugins.commands", "load: /bin/echo load 1");
        script("load", "echo other 2");

        assertThat(plugIns.visit("load")).endsWith("load 1.0\n");
        assertThat(plugIns.visit("host")).contains("ITEM load: this name is taken; give it another\n");
    }

    @Test
    void aSettingThatCannotBeUnderstoodIsNamed() {
        assertThatThrownBy(() -> ProgramLine.allOf("load /bin/echo"))
                .hasMessage("'load /bin/echo' is not as `name: program arguments`");
        assertThatThrownBy(() -> ProgramLine.allOf("load: echo")).hasMessageContaining("path from the root");
        assertThatThrownBy(() -> ProgramLine.allOf("load often=1: /bin/echo"))
                .hasMessage("'often=1' is none of every=, timeout=, format=");
        assertThatThrownBy(() -> ProgramLine.allOf("a: /b; a: /c")).hasMessage("two have the same name");
        assertThatThrownBy(() -> ProgramLine.allOf("a: /b \"c")).hasMessageContaining("a quote is not closed");
    }

    private Path script(String name, String body) throws IOException {
        var file = folder.resolve(name);
        if (!file.getParent().equals(folder)) {
            Files.createDirectories(file.getParent());
            Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
