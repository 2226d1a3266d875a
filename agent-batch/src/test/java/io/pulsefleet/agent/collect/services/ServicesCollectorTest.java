package io.pulsefleet.agent.collect.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.ServiceCounts.Counts;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.kernel.KernelFiles;
import io.pulsefleet.wire.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SP-03, PA-07: services as systemd tells them. The texts are as systemd 252 writes them. */
class ServicesCollectorTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private static final String NGINX = """
            Type=forking
            NRestarts=0
            MainPID=612
            Result=success
            MemoryCurrent=4517888
            CPUUsageNSec=2500000000
            Id=nginx.service
            Description=A high performance web server
            LoadState=loaded
            ActiveState=active
            SubState=running
            UnitFileState=enabled

            """;
    private static final String BACKUP = """
            Type=oneshot
            NRestarts=0
            MainPID=0
            Result=success
            MemoryCurrent=[not set]
            CPUUsageNSec=18446744073709551615
            Id=backup.service
            Description=The nightly backup
            LoadState=loaded
            ActiveState=inactive
            SubState=dead
            UnitFileState=static

            """;
    private static final String MISSING =
            "Id=plymouth.service\nLoadState=not-found\nActiveState=inactive\nSubState=dead\n\n";
    private static final String TIMER = """
            NextElapseUSecRealtime=Thu 2026-01-01 06:00:00 UTC
            LastTriggerUSec=Wed 2025-12-31 23:00:00 UTC
            Result=success
            Id=backup.timer
            Description=Each hour
            LoadState=loaded
            ActiveState=active
            SubState=waiting
            UnitFileState=enabled
            """;

    @TempDir
    Path root;

    private final ServiceVisits visits = new ServiceVisits();

    @Test
    void aServiceAndATimerAreToldWithWhatTheyUseAndOneThatRunsItsCourseIsOnlyCounted() throws Exception {
        var pass = visit(NGINX + BACKUP + MISSING + TIMER);

        assertThat(ServiceVisits.numbers(pass)).isEqualTo("""
                systemd.service.count{systemd.unit.active_state="active"} 1.0
                systemd.service.count{systemd.unit.active_state="inactive"} 1.0
                systemd.service.count{systemd.unit.active_state="failed"} 0.0
                systemd.service.count{systemd.unit.active_state="activating"} 0.0
                systemd.service.count{systemd.unit.active_state="deactivating"} 0.0
                systemd.service.running 1.0
                systemd.unit.up{systemd.unit.name="nginx.service"} 1.0
                systemd.service.restarts{systemd.unit.name="nginx.service"} 0.0
                systemd.service.memory.usage{systemd.unit.name="nginx.service"} 4517888.0
                systemd.service.cpu.time{systemd.unit.name="nginx.service"} 2.5
                systemd.unit.up{systemd.unit.name="backup.timer"} 1.0
                systemd.timer.last_run.age{systemd.unit.name="backup.timer"} 3600.0
                systemd.timer.missed{systemd.unit.name="backup.timer"} 0.0""");
        assertThat(pass.documents()).extracting(Document::kind).containsExactly("host.services");
        assertThat(pass.documents().get(0).body().text())
                .startsWith("{\"state\":\"systemd\",\"units\":[{\"name\":\"nginx.service\","
                        + "\"description\":\"A high performance web server\",\"active\":\"active\",\"sub\":\"running\","
                        + "\"enabled\":\"enabled\",\"pid\":612},");
    }

    @Test
    void aTimerWhoseTimeHasPassedWithoutARunHasMissedIt() throws Exception {
        var late = TIMER.replace("Thu 2026-01-01 06:00:00", "Wed 2025-12-31 23:50:00");

        assertThat(ServiceVisits.numbers(visit(late)))
                .contains("systemd.timer.missed{systemd.unit.name=\"backup.timer\"} 1.0");
    }

    @Test
    void whatHappensToAServiceIsToldOnceAndWhatIsOnItsWayIsAwaited() throws Exception {
        var failed = NGINX.replace("=active", "=failed")
                .replace("=running", "=failed")
                .replace("=success", "=oom-kill");
        var restarting = NGINX.replace("=active", "=activating").replace("=running", "=auto-restart");
        var stopped = NGINX.replace("=active", "=inactive").replace("=running", "=dead");
        assertThat(ServiceVisits.events(visit(NGINX + BACKUP))).isEmpty();
        assertThat(visits.place()).contains("nginx.service active/running 0");

        assertThat(ServiceVisits.events(visit(failed + BACKUP)))
                .isEqualTo("{\"type\":\"service.state\",\"subject\":\"nginx.service\",\"from\":\"active/running\","
                        + "\"to\":\"failed/failed\",\"message\":\"nginx.service failed: oom-kill\"}");
        assertThat(ServiceVisits.events(visit(failed + BACKUP))).isEmpty();
        assertThat(ServiceVisits.events(visit(restarting + BACKUP))).isEmpty();
        assertThat(ServiceVisits.events(visit(NGINX + BACKUP))).contains("nginx.service recovered");
        assertThat(ServiceVisits.events(visit(NGINX.replace("NRestarts=0", "NRestarts=3"))))
                .isEqualTo("{\"type\":\"service.restarted\",\"subject\":\"nginx.service\",\"from\":\"0\",\"to\":\"3\","
                        + "\"message\":\"nginx.service was restarted by systemd\"}");
        assertThat(ServiceVisits.events(visit(stopped))).contains("nginx.service stopped: inactive/dead");
        assertThat(ServiceVisits.events(visit(NGINX))).contains("nginx.service started");
        assertThat(ServiceVisits.events(
                        visit(NGINX + BACKUP.replace("=inactive", "=failed").replace("=dead", "=failed"))))
                .contains("backup.service failed");
        assertThat(ServiceVisits.events(visit(NGINX + BACKUP)))
                .contains("backup.service has not failed any more: inactive/dead");
    }

    @Test
    void aHostWithoutSystemdSaysSoOnceAndHasNoReadings() throws Exception {
        var files = new KernelFiles(root);
        var collector = new ServicesCollector(new Systemd(ServiceVisits.settings(Map.of()), files), files);

        var first = collector.begin(new Visit("host", AT));
        assertThat(ServiceVisits.numbers(first)).isEmpty();
        assertThat(first.documents())
                .extracting(one -> one.body().text())
                .containsExactly(
                        "{\"state\":\"no_systemd\",\"remedy\":\"This host was not started by systemd, or the agent does"
                                + " not see it; its services are not known.\"}");
        assertThat(collector.begin(new Visit("host", AT)).documents()).isEmpty();
        assertThat(collector.glanceEvery()).isEmpty();
        assertThat(new Systemd(ServiceVisits.settings(Map.of()), files).read()).isEmpty();
    }

    @Test
    void systemctlIsRunOnceAndItsTroublesAreNamedWithTheRemedy() throws Exception {
        var good = systemd("cat <<'END'\n" + NGINX + BACKUP + MISSING + "END\n", "10s");
        assertThat(good.units())
                .extracting(Unit::name)
                .containsExactly("nginx.service", "backup.service", "plymouth.service");

        assertThatThrownBy(() -> systemd("exit 1", "10s").units())
                .hasMessageEndingWith("show ended with 1: may this agent's user speak to systemd over D-Bus?");
        assertThatThrownBy(() -> systemd("sleep 1000", "1s").units())
                .hasMessageEndingWith(
                        "show took longer than 1 s and was ended; PULSE_SERVICES_TIMEOUT gives it longer");
        assertThatThrownBy(
                        () -> new Systemd(ServiceVisits.settings(Map.of("pulse.services.systemctl", "/no/such")), null)
                                .units())
                .hasMessage("cannot run /no/such; PULSE_SERVICES_SYSTEMCTL says where it is");
    }

    @Test
    void thePayloadCountsAllThatRunAndThatFailed() throws Exception {
        var units = Unit.allIn(NGINX + BACKUP.replace("=inactive", "=failed") + MISSING + TIMER);

        assertThat(Systemd.count(units)).isEqualTo(new Counts(2, 1, 1));
    }

    private Systemd systemd(String script, String timeout) throws IOException {
        var program = Files.writeString(Files.createTempFile(root, "systemctl", ""), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new Systemd(
                ServiceVisits.settings(
                        Map.of("pulse.services.systemctl", program.toString(), "pulse.services.timeout", timeout)),
                null);
    }

    private Pass visit(String output) throws IOException {
        return visits.at(AT, Unit.allIn(output));
    }
}
