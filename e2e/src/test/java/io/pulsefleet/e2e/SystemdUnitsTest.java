package io.pulsefleet.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The units that an operator installs, as systemd itself reads them (PG-07, PG-13, PG-14). */
class SystemdUnitsTest {

    private static final Path UNITS = Path.of("../liberty/systemd");

    /** In tenths: systemd calls 2.0 and less "OK". */
    private static final int MOST_EXPOSED = 20;

    @TempDir
    Path folder;

    private record Said(int code, String text) {}

    @ParameterizedTest
    @ValueSource(strings = {"pulsefleet-agent.service", "pulsefleet-hub.service", "pulsefleet-supervisor.service"})
    void systemdFindsNoFault(String unit) throws Exception {
        assumeThatSystemdIsThere();

        assertThat(analyze("verify", "--man=no", installed(unit).toString())).isEqualTo(new Said(0, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pulsefleet-agent.service", "pulsefleet-hub.service", "pulsefleet-supervisor.service"})
    void littleIsExposed(String unit) throws Exception {
        assumeThatSystemdIsThere();

        var said = analyze(
                "security",
                "--offline=true",
                "--no-pager",
                "--threshold=" + MOST_EXPOSED,
                installed(unit).toString());

        assertThat(said.code()).as(said.text()).isZero();
    }

    @Test
    void theAgentIsHardenedAndLimitedAndComesBack() throws Exception {
        assertThat(Files.readAllLines(UNITS.resolve("pulsefleet-agent.service")))
                .contains(
                        "User=pulsefleet",
                        "NoNewPrivileges=yes",
                        "PrivateTmp=yes",
                        "ProtectSystem=strict",
                        "ProtectHome=read-only",
                        "ReadOnlyPaths=-/var/log/postgresql -/var/lib/postgresql -/var/lib/pgsql",
                        "MemoryMax=256M",
                        "CPUQuota=25%",
                        "Restart=always",
                        "ExecReload=/bin/kill -HUP $MAINPID")
                .containsSubsequence( // SP-08: a wrong setting ends no agent that runs
                        "ExecReload=/bin/sh /opt/pulsefleet/agent/bin/check", "ExecReload=/bin/kill -HUP $MAINPID");
    }

    /** PU-12: root, but of its rights only those to read what it does not own, and to send echoes. */
    @Test
    void theSupervisorHasFewRights() throws Exception {
        assertThat(Files.readAllLines(UNITS.resolve("pulsefleet-supervisor.service")))
                .contains(
                        "User=root",
                        "Group=pulsefleet",
                        "RuntimeDirectory=pulsefleet",
                        "RuntimeDirectoryMode=0750",
                        "NoNewPrivileges=yes",
                        "CapabilityBoundingSet=CAP_DAC_READ_SEARCH CAP_NET_RAW",
                        "ProtectSystem=strict",
                        "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
                        "MemoryMax=64M")
                .noneMatch(line -> line.startsWith("EnvironmentFile=") && line.contains("agent.env"));
    }

    /** How many threads and processes the agent may have; {@link HublessIT} counts those of a real one. */
    static int mostTasksOfTheAgent() throws IOException {
        return Files.readAllLines(UNITS.resolve("pulsefleet-agent.service")).stream()
                .filter(line -> line.startsWith("TasksMax="))
                .mapToInt(line -> Integer.parseInt(line.substring("TasksMax=".length())))
                .findFirst()
                .orElseThrow();
    }

    /** As if it were installed: what it starts is there. */
    private Path installed(String unit) throws IOException {
        for (var started : List.of("agent/wlp/bin/server", "hub/wlp/bin/server", "agent/bin/supervisor")) {
            var program = folder.resolve("opt").resolve(started);
            Files.createDirectories(program.getParent());
            Files.writeString(program, "#!/bin/sh\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        var text = Files.readString(UNITS.resolve(unit)).replace("/opt/pulsefleet", folder + "/opt");
        return Files.writeString(folder.resolve(unit), text);
    }

    private static void assumeThatSystemdIsThere() {
        var isThere = Files.isExecutable(Path.of("/usr/bin/systemd-analyze"));
        assumeTrue(isThere, "there is no systemd-analyze here");
    }

    private static Said analyze(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("/usr/bin/systemd-analyze"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        return new Said(process.waitFor(), text);
    }
}
