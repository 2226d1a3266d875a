package io.pulsefleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When jobs visit, said from a shell. */
class RescheduleTest {

    private static final String ID = "2f6c0f0e-0000-4000-8000-000000000001";

    @TempDir
    Path folder;

    private SomeHub hub;
    private Shell shell;

    @BeforeEach
    void start() throws Exception {
        hub = new SomeHub();
        hub.answers(
                        "GET agents",
                        200,
                        "{\"agents\":[{\"id\":\"%s\",\"hostname\":\"web-1\",\"group\":\"web\"}]}".formatted(ID))
                .answers("GET schedules/preview", 200, "{\"next\":[\"2026-11-24T02:30:00Z\"]}");
        shell = new Shell(folder).at(hub.address());
        layers("""
                {"layer":"global","version":3,"settings":{"pulse.docker.schedule":"cron 30 2 * * *","pulse.queries.every":"5m","pulse.spool.size":"1GB"}},
                {"layer":"group/web","version":1,"settings":{"pulse.queries.schedule":"paused"}}""");
    }

    private void layers(String layers) {
        hub.answers("GET fleet-settings", 200, """
                {"layers":[%s], "known":[{"name":"pulse.docker.schedule"},{"name":"pulse.docker.every","byDefault":"10s"},
                {"name":"pulse.queries.schedule"},{"name":"pulse.queries.every","byDefault":"1m"},{"name":"pulse.spool.size"}]}
                """.formatted(layers));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void whatIsSetIsATable() {
        assertThat(shell.pulse("schedule")).isZero();

        assertThat(shell.said()).isEqualTo("""
                JOB      FOR        SCHEDULE         EVERY  NEXT
                docker   fleet      cron 30 2 * * *  10s    2026-11-24T02:30:00Z
                queries  fleet      -                5m     2026-11-24T02:30:00Z
                queries  group web  paused           5m     2026-11-24T02:30:00Z
                """);
    }

    @Test
    void aChangeIsOneOfItsLayerAlone() {
        hub.answers("PUT fleet-settings/global", 200, """
                {"changes":[{"name":"pulse.docker.schedule","from":"cron 30 2 * * *","to":"cron 30 2 * * *; paused"}],
                 "agents":[{"hostname":"web-1","changes":[{"name":"pulse.docker.schedule","effect":"own"}]}]}""");

        assertThat(shell.pulse("schedule", "pause", "docker", "--fleet", "--dry-run"))
                .as(shell.remarked())
                .isZero();

        assertThat(shell.said()).isEqualTo("""
                ~ pulse.docker.schedule: cron 30 2 * * * -> cron 30 2 * * *; paused
                Hosts that would change: 1; nothing was changed.
                """);
        assertThat(shell.remarked()).isEqualTo("web-1: pulse.docker.schedule is set on the host itself, which wins\n");
        assertThat(put())
                .isEqualTo("PUT fleet-settings/global?dryRun=true&waves=true pulse_session=one "
                        + "{\"settings\":{\"pulse.docker.schedule\":\"cron 30 2 * * *; paused\",\"pulse.queries.every\":\"5m\","
                        + "\"pulse.spool.size\":\"1GB\"},\"reason\":\"a dry run\"}");
    }

    @Test
    void aHostIsPausedWithTheScheduleOfItsGroupAndFollowsThatAgain() {
        hub.answers("PUT fleet-settings/host/" + ID, 200, "{\"changes\":[],\"agents\":[]}");
        assertThat(shell.pulse("schedule", "pause", "docker", "--host", "web-1", "--reason", "too busy", "--at-once"))
                .as(shell.remarked())
                .isZero();
        assertThat(shell.said()).isEqualTo("No difference.\n");
        assertThat(put())
                .isEqualTo(
                        "PUT fleet-settings/host/" + ID + "?dryRun=false&waves=false pulse_session=one "
                                + "{\"settings\":{\"pulse.docker.schedule\":\"cron 30 2 * * *; paused\"},\"reason\":\"too busy\"}");

        assertThat(Reschedule.resumed("cron 30 2 * * *; paused", "cron 30 2 * * *"))
                .isEmpty();
        assertThat(Reschedule.resumed("paused ;zone UTC", "paused")).isEqualTo("zone UTC");
        assertThat(Reschedule.resumed("paused", "paused"))
                .as("something must stand there, or the group's holds")
                .isEqualTo("missed skip");
        assertThat(Reschedule.resumed("Paused", "")).isEmpty();
    }

    @Test
    void aGroupIsSetAndCleared() {
        hub.answers("PUT fleet-settings/group/web", 200, "{\"changes\":[],\"agents\":[]}");
        assertThat(shell.pulse(
                        "schedule", "set", "docker", "zone UTC", "--every", "30s", "--group", "web", "--reason", "x"))
                .isZero();
        assertThat(put())
                .contains(
                        "{\"pulse.queries.schedule\":\"paused\",\"pulse.docker.schedule\":\"zone UTC\",\"pulse.docker.every\":\"30s\"}");

        assertThat(shell.pulse("schedule", "clear", "queries", "--group", "web", "--reason", "x"))
                .isZero();
        assertThat(put()).contains("{\"settings\":{},\"reason\":\"x\"}");
    }

    @Test
    void whatIsMissingOrWrongIsNamed() {
        refuses(Exit.WRONG, "Missing required argument", "schedule", "pause", "docker", "--dry-run");
        refuses(Exit.WRONG, "mutually exclusive", "schedule", "pause", "docker", "--fleet", "--group", "web");
        refuses(Exit.WRONG, "why? --reason TEXT", "schedule", "pause", "docker", "--fleet");
        refuses(Exit.WRONG, "what is to be set?", "schedule", "set", "docker", "--fleet", "--dry-run");
        refuses(Exit.NOT_THERE, "these have: docker queries", "schedule", "pause", "dokcer", "--fleet", "--dry-run");
        refuses(
                Exit.NOT_THERE,
                "there is no host web-2",
                "schedule",
                "pause",
                "docker",
                "--host",
                "web-2",
                "--dry-run");

        hub.answers("PUT fleet-settings/global", 412, "{\"title\":\"Changed meanwhile\",\"detail\":\"by bob\"}");
        refuses(Exit.FAILED, "pulse: by bob", "schedule", "resume", "docker", "--fleet", "--reason", "x");
    }

    private void refuses(Exit exit, String why, String... arguments) {
        assertThat(shell.pulse(arguments)).isEqualTo(exit.code());
        assertThat(shell.remarked()).contains(why);
    }

    private String put() {
        return hub.asked().stream().filter(one -> one.startsWith("PUT ")).reduce("", (one, next) -> next);
    }
}
