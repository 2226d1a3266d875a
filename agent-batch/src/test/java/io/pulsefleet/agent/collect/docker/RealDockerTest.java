package io.pulsefleet.agent.collect.docker;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.agent.collect.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real engine, started once for all of these. PA-07, PA-09. */
class RealDockerTest {

    @TempDir
    static Path folder;

    private static DockerDaemon daemon;

    private final Visits visits =
            new Visits(daemon.socket(), Map.of("pulse.docker.newcomer", "0s", "pulse.docker.timeout", "10s"));

    @BeforeAll
    static void startTheDaemon() throws Exception {
        try {
            daemon = DockerDaemon.start(folder);
        } catch (DockerDaemon.NoEngineException not) {
            System.out.println("SKIPPED, the tests with a real Docker engine: " + not.getMessage());
            abort(not.getMessage());
        }
    }

    @AfterAll
    static void endTheDaemon() throws Exception {
        if (daemon != null) {
            daemon.close();
        }
    }

    @AfterEach
    void removeTheContainers() {
        var all = daemon.docker("ps", "-aq");
        if (!all.isEmpty()) {
            var remove = new ArrayList<>(List.of("rm", "-f"));
            remove.addAll(all.lines().toList());
            daemon.docker(remove.toArray(String[]::new));
        }
    }

    /** Each of them in the state that its name says. */
    private void runOneOfEachKind() throws Exception {
        daemon.runs("healthy", List.of("--health-cmd", "true", "--health-interval", "1s"), "sleep", "600");
        daemon.runs(
                "unhealthy",
                List.of("--health-cmd", "false", "--health-interval", "1s", "--health-retries", "1"),
                "sleep",
                "600");
        daemon.runs("exited", List.of(), "sh", "-c", "exit 3");
        eatsTooMuch("killed");
        daemon.runs("failing", List.of("--restart", "on-failure:2"), "false");
        Await.until(() -> states().equals("""
            exited Exited
            failing Exited
            healthy Up (healthy)
            killed Exited
            unhealthy Up (unhealthy)\
            """));
    }

    /** It ends when the engine has read the kernel's word, which is lost where the group is gone before. */
    private static void eatsTooMuch(String name) throws Exception {
        var signs = Files.createTempDirectory(folder, "signs");
        daemon.runs(
                name,
                List.of("--memory", "8m", "--volume", signs + ":/signs:ro"),
                "sh",
                "-c",
                "dd if=/dev/zero of=/dev/null bs=40M count=3; until [ -e /signs/go ]; do sleep 0.1; done; exit 137");
        var toldOf = new String[] {
            "events", "--since", "1h", "--until", "0s", "--filter", "event=oom", "-f", "container=" + name
        };
        Await.until(() -> !daemon.docker(toldOf).isEmpty());
        Files.createFile(signs.resolve("go"));
    }

    private static String states() {
        return daemon.docker("ps", "-a", "--format", "{{.Names}} {{.Status}}")
                .lines()
                .sorted()
                .map(line -> line.replaceAll(" Up [^(]*", " Up ").replaceAll("Exited .*", "Exited"))
                .map(String::strip)
                .collect(joining("\n"));
    }

    @Test
    void tellsOfEachContainerHowItIsAndWhatItUses() throws Exception {
        runOneOfEachKind();
        var first = visits.sealed();

        assertThat(List.of("exited", "failing", "healthy", "killed", "unhealthy").stream()
                        .map(name -> name + " " + told(first.row(name).orElseThrow()))
                        .collect(joining("\n")))
                .isEqualTo("""
                    exited exited none exit 3 oom false restarts 0
                    failing exited none exit 1 oom false restarts 2
                    healthy running healthy exit - oom false restarts 0
                    killed exited none exit 137 oom true restarts 0
                    unhealthy running unhealthy exit - oom false restarts 0\
                    """);
        assertThat(first.numbers("healthy")).isEqualTo("""
            container.running{container.name="healthy"}
            container.healthy{container.name="healthy"}
            container.restarts{container.name="healthy"}
            container.exit_code{container.name="healthy"}
            container.oom_killed{container.name="healthy"}
            container.uptime{container.name="healthy"}
            container.cpu.usage{container.name="healthy"}
            container.cpu.time{container.name="healthy",cpu.mode="user"}
            container.cpu.time{container.name="healthy",cpu.mode="system"}
            container.cpu.throttled.time{container.name="healthy"}
            container.memory.usage{container.name="healthy"}
            container.memory.working_set{container.name="healthy"}
            container.memory.limit{container.name="healthy"}
            container.pids.count{container.name="healthy"}
            container.disk.io{container.name="healthy",disk.io.direction="read"}
            container.disk.io{container.name="healthy",disk.io.direction="write"}\
            """);
        assertThat(first.numbers("exited")).isEqualTo("""
            container.running{container.name="exited"}
            container.healthy{container.name="exited"}
            container.restarts{container.name="exited"}
            container.exit_code{container.name="exited"}
            container.oom_killed{container.name="exited"}\
            """);
        assertThat(first.number("docker.containers{container.state=\"running\"}"))
                .isEqualTo(2);
        assertThat(first.number("docker.containers.unhealthy")).isEqualTo(1);
        assertThat(first.number("container.memory.usage{container.name=\"healthy\"}"))
                .isBetween(1e4, 1e8);
        assertThat(first.troubles()).isEmpty();

        var second = visits.sealed();
        assertThat(second.number("container.cpu.usage{container.name=\"healthy\"}"))
                .isBetween(0.0, 2.0);
    }

    private static String told(JsonNode row) {
        return "%s %s exit %s oom %s restarts %s"
                .formatted(
                        row.path("state").asText(),
                        row.path("health").asText(),
                        row.path("exit_code").asText("-"),
                        row.path("oom_killed").asText(),
                        row.path("restarts").asText());
    }

    @Test
    void fillsDockerMetricsOfThePayload() throws Exception {
        runOneOfEachKind();

        assertThat(new DockerPart(visits.settings())
                        .read()
                        .toPrettyString()
                        .replaceAll("\"Up [^(\"]*", "\"Up ")
                        .replaceAll("\\) [^\"]* ago", ") ago")
                        .replaceAll("\"version\" : \"[0-9][^\"]*\"", "\"version\" : \"n\""))
                .startsWith("""
                    {
                      "system" : {
                        "daemon_status" : "running",
                        "version" : "n",
                        "containers" : {
                          "total" : 5,
                          "running" : 2,
                          "stopped" : 3
                        }
                      },
                      "summary" : {
                        "total_containers" : 5,
                        "running_containers" : 2,
                        "healthy_containers" : 1
                      },
                      "containers" : [ {
                        "name" : "healthy",
                        "image" : "box",
                        "state" : "running",
                        "status" : "Up (healthy)"
                      }, {
                        "name" : "unhealthy",
                        "image" : "box",
                        "state" : "running",
                        "status" : "Up (unhealthy)"
                      }, {
                        "name" : "exited",
                        "image" : "box",
                        "state" : "exited",
                        "status" : "Exited (3) ago"
                      },\
                    """);
    }

    @Test
    void eachEventIsToldOnceWhateverIsNotSealed() throws Exception {
        visits.sealed();
        daemon.runs("leaver", List.of(), "sh", "-c", "exit 3");
        eatsTooMuch("glutton");
        daemon.docker("wait", "leaver", "glutton");
        Await.until(this::glances);
        Await.until(() -> lost().contains("container.died glutton"));

        var told = """
            container.created leaver
            container.started leaver
            container.died leaver 3
            container.created glutton
            container.started glutton
            container.oom_killed glutton
            container.died glutton 137\
            """;
        assertThat(lost()).isEqualTo(told);
        visits.crash();
        assertThat(lost()).isEqualTo(told);
        var sealed = visits.sealed();
        assertThat(events(sealed)).isEqualTo(told);
        visits.crash();
        assertThat(events(visits.sealed())).isEmpty();
    }

    private boolean glances() {
        try {
            return visits.glance();
        } catch (IOException away) {
            throw new IllegalStateException(away);
        }
    }

    private String lost() {
        try {
            return events(visits.lost());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Of the two that this test is about; another test's may have gone just before it. */
    private static String events(Visits.Found found) {
        return found.events()
                .filter(event -> List.of("leaver", "glutton")
                        .contains(event.path("subject").asText()))
                .map(event -> "%s %s %s"
                        .formatted(
                                event.path("type").asText(),
                                event.path("subject").asText(),
                                event.path("fields").path("exit_code").asText(""))
                        .strip())
                .sorted(Comparator.comparing(line -> line.contains("glutton")))
                .collect(joining("\n"));
    }

    @Test
    void whatEndsWithTheDaemonIsToldWhenItIsThereAgain() throws Exception {
        daemon.runs("sleeper", List.of(), "sleep", "600");
        visits.sealed();
        daemon.end();
        var away = visits.sealed();
        assertThat(away.away()).hasValueSatisfying(why -> assertThat(why).startsWith("not running: "));
        assertThat(new DockerPart(visits.settings())
                        .read()
                        .path("system")
                        .path("daemon_status")
                        .asText())
                .as("PA-09")
                .isEqualTo("not running");

        assertThat(daemon.begin()).isTrue();
        var told = new ArrayList<String>();
        Await.until(() -> {
            told.addAll(sealed());
            return !told.isEmpty();
        });
        told.addAll(sealed());
        told.addAll(sealed());

        assertThat(told).containsExactly("container.died sleeper by state");
    }

    private List<String> sealed() {
        try {
            return visits.sealed()
                    .events()
                    .map(event -> event.path("type").asText() + " "
                            + event.path("subject").asText() + " by "
                            + event.path("fields").path("told_by").asText())
                    .toList();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void aDaemonThatHangsIsGivenUpInTimeAndFoundAgain() throws Exception {
        var hasty = new Visits(daemon.socket(), Map.of("pulse.docker.timeout", "300ms"));
        daemon.signal("STOP");
        try {
            assertThat(hasty.sealed().away())
                    .hasValueSatisfying(why -> assertThat(why).startsWith("not answering: "));
        } finally {
            daemon.signal("CONT");
        }
        assertThat(visits.sealed().away()).isEmpty();
    }
}
