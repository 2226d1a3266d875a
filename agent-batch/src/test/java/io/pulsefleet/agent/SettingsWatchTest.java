package io.pulsefleet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.home.Layers;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that change while the agent runs: SP-08. */
class SettingsWatchTest {

    @TempDir
    Path home;

    private final Troubles troubles = new Troubles();
    private final List<Set<String>> applied = new ArrayList<>();
    private Path file;
    private Layers layers;
    private SettingsWatch watch;

    @BeforeEach
    void start() throws Exception {
        file = Files.createDirectories(home.resolve("agent")).resolve("agent.yaml");
        Files.writeString(file, "logs: {rate: 5}\nhub: {url: 'http://one'}\n");
        var environment = Map.of("pulse.data", home.toString(), "pulse.processes.top", "3");
        layers = Layers.over(name -> Optional.ofNullable(environment.get(name)));
        watch = new SettingsWatch(layers, troubles, applied::add);
    }

    @Test
    void whatMayChangeDoesAndWhatMayNotWaitsAndIsNamed() throws Exception {
        write("""
                logs: {rate: 7}
                hub: {url: 'http://two'}
                system: {every: 30s}
                processes: {top: 8}
                spool: {limit: 1MB}
                """);

        assertThat(applied).containsExactly(Set.of("logs"));
        assertThat(List.of("logs.rate", "system.every", "hub.url", "processes.top"))
                .map(this::inForce)
                .containsExactly("7", "30s", "http://one", "3");
        assertThat(troubles.now())
                .containsExactly("The settings were changed; these wait for a restart"
                        + " (`systemctl reload pulsefleet-agent`): hub.url, spool.limit");

        write("logs: {rate: 7}\nhub: {url: 'http://one'}\n");

        assertThat(applied).containsExactly(Set.of("logs"), Set.of());
        assertThat(inForce("system.every")).isEmpty();
        assertThat(troubles.now()).isEmpty();
    }

    @Test
    void whatIsWrongChangesNothingAndIsToldUntilItIsMended() throws Exception {
        write("logs: {rate: many}\nhub: {ulr: 'http://one'}\nplugins: {timeout: 3s}\n");

        assertThat(applied).isEmpty();
        assertThat(inForce("logs.rate")).isEqualTo("5");
        assertThat(inForce("plugins.timeout")).isEmpty();
        assertThat(troubles.now())
                .singleElement()
                .asString()
                .startsWith(
                        "The settings were changed, and are wrong; those before stay in force until this is mended: "
                                + file + ": line 1: logs.rate: cannot read 'many' (")
                .endsWith("; line 2: no setting is called 'hub.ulr'; did you mean 'hub.url'?");

        write("logs: {rate: 6}\nhub: {url: 'http://one'}\nplugins: {timeout: 3s}\n");

        assertThat(applied).containsExactly(Set.of("logs", "plugins"));
        assertThat(inForce("logs.rate")).isEqualTo("6");
        assertThat(troubles.now()).isEmpty();
    }

    @Test
    void aFileThatIsStillBeingWrittenIsLetAlone() throws Exception {
        Files.writeString(file, "logs: {ra");
        watch.look();
        Files.writeString(file, "logs: {rate: 9}\nhub: {url: 'http://one'}\n");
        watch.look();

        assertThat(troubles.now()).isEmpty();
        assertThat(applied).isEmpty();

        watch.look();

        assertThat(inForce("logs.rate")).isEqualTo("9");
    }

    @Test
    void aFileThatIsGoneSaysNothingAnyMore() throws Exception {
        Files.delete(file);
        watch.look();
        watch.look();

        assertThat(inForce("logs.rate")).isEmpty();
        assertThat(applied).containsExactly(Set.of("logs"));
        assertThat(troubles.now()).singleElement().asString().endsWith(": hub.url");
    }

    @Test
    void dockerAndServicesAreMadeAnewAsTheOthers() throws Exception {
        write("""
                logs: {rate: 5}
                hub: {url: 'http://one'}
                docker: {socket: /run/podman/podman.sock}
                services: {timeout: 3s}
                """);

        assertThat(applied).containsExactly(Set.of("docker", "services"));
        assertThat(inForce("docker.socket")).isEqualTo("/run/podman/podman.sock");
        assertThat(inForce("services.timeout")).isEqualTo("3s");
        assertThat(troubles.now()).isEmpty();
    }

    @Test
    void whatIsReadAtTheStartOnlyIsNamedWhenItIsAnother() throws Exception {
        var lines = home.resolve("agent/.env");
        Files.writeString(lines, "PULSE_HUB_URL=http://three\n");
        watch.look();

        assertThat(troubles.now())
                .containsExactly(lines + " was changed, and is read at the start only: what it says now waits for a"
                        + " restart (`systemctl reload pulsefleet-agent`)");

        Files.delete(lines);
        watch.look();

        assertThat(troubles.now()).isEmpty();
        assertThat(applied).isEmpty();
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        watch.look();
        watch.look();
    }

    private String inForce(String name) {
        return layers.inForce().get(Setting.text("pulse." + name, "", ""));
    }
}
