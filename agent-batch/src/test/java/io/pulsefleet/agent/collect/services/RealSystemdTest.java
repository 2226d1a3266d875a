package io.pulsefleet.agent.collect.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.pulsefleet.agent.collect.Await;
import io.pulsefleet.agent.collect.Pass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real systemd and its {@code systemctl} (SP-03, PA-07). */
class RealSystemdTest {

    @TempDir
    static Path folder;

    private static SystemdHost host;

    private final ServiceVisits visits = new ServiceVisits();

    @BeforeAll
    static void startOne() throws Exception {
        try {
            host = SystemdHost.start(folder);
        } catch (SystemdHost.NoSystemdException not) {
            System.out.println("SKIPPED, the tests with a real systemd: " + not.getMessage());
            abort(not.getMessage());
        }
    }

    @AfterAll
    static void endIt() throws Exception {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void whatRunsFailedAndIsTimedIsToldAsSystemdSeesIt() throws Exception {
        var pass = visit();

        assertThat(ServiceVisits.numbers(pass).lines())
                .contains(
                        "systemd.service.count{systemd.unit.active_state=\"failed\"} 1.0",
                        "systemd.unit.up{systemd.unit.name=\"good.service\"} 1.0",
                        "systemd.unit.up{systemd.unit.name=\"bad.service\"} 0.0",
                        "systemd.unit.up{systemd.unit.name=\"tick.timer\"} 1.0",
                        "systemd.timer.missed{systemd.unit.name=\"tick.timer\"} 0.0")
                .noneMatch(line -> line.contains("tick.service"))
                .anySatisfy(line -> {
                    assertThat(line).startsWith("systemd.timer.last_run.age{systemd.unit.name=\"tick.timer\"} ");
                    assertThat(Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                            .isBetween(0.0, 60.0);
                });
        assertThat(pass.documents().get(0).body().text())
                .contains(
                        "{\"name\":\"bad.service\",\"description\":\"Fails\",\"active\":\"failed\",\"sub\":\"failed\","
                                + "\"enabled\":\"static\",\"result\":\"exit-code\"}");
        var counts = Systemd.count(asked().units());
        assertThat(counts.failed()).isOne();
        assertThat(counts.running()).isPositive();
    }

    @Test
    void whatBecomesOfServicesIsToldOnceEach() throws Exception {
        assertThat(ServiceVisits.events(visit())).isEmpty();

        host.run("kill", "--signal=KILL", "good.service");
        Await.until(() -> host.run("show", "--property=NRestarts,ActiveState", "good.service")
                .equals("NRestarts=1\nActiveState=active"));
        assertThat(ServiceVisits.events(visit())).contains("good.service was restarted by systemd");

        assertThat(host.run("stop", "good.service")).isEmpty();
        assertThat(ServiceVisits.events(visit())).contains("good.service stopped: inactive/dead");
        var before = lastChange();
        assertThat(host.run("start", "good.service")).isEmpty();
        assertThat(lastChange()).as("what a glance looks at").isNotEqualTo(before);
        assertThat(ServiceVisits.events(visit())).contains("good.service started");

        assertThat(host.run("reset-failed", "bad.service")).isEmpty();
        assertThat(ServiceVisits.events(visit())).contains("bad.service has not failed any more");
        host.run("start", "bad.service");
        Await.until(() -> host.run("is-active", "bad.service").equals("failed"));
        assertThat(ServiceVisits.events(visit())).contains("bad.service failed: exit-code");
        assertThat(ServiceVisits.events(visit())).isEmpty();
    }

    private Pass visit() throws IOException {
        return visits.at(Instant.now(), asked().units());
    }

    private static Systemd asked() {
        return new Systemd(
                ServiceVisits.settings(
                        Map.of("pulse.services.systemctl", host.systemctl().toString())),
                null);
    }

    private static Object lastChange() throws IOException {
        return Files.getLastModifiedTime(host.root().resolve("run/systemd/units"));
    }
}
