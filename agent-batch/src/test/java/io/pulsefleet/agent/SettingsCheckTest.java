package io.pulsefleet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.home.Layers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All settings, looked at as a whole: SP-08. */
class SettingsCheckTest {

    @TempDir
    Path home;

    @Test
    void whateverIsWrongIsToldAtOnceAndWhereItStands() throws Exception {
        var check = check(Map.of("pulse.hub.connect.timeout", "soon", "pulse.ports.every", "10s"), """
                hub: {url: 'http://a b', conect.timeout: 1s}
                ports: {critical: [many], every: often}
                processes:
                  watch: [unfinished
                docker: {socket: what is lost with it}
                logs:
                  - {path: /var/log/a.log, parser: nobodys}
                postgres:
                  targets:
                    - {name: 'a b', db: {host: one}}
                system: {every: 0s}
                push: {limit: much}
                """);

        assertThat(check.inFile())
                .extracting(SettingsCheckTest::withoutRemedy)
                .containsExactly(
                        "line 1: no setting is called 'hub.conect.timeout'; did you mean 'hub.connect.timeout'?",
                        "line 1: hub.url: cannot read 'http://a b'",
                        "line 2: ports.critical: cannot read 'many'",
                        "line 2: ports.every: cannot read 'often'",
                        "line 5: expected ',' or ']', but got :",
                        "line 10: postgres.targets: cannot read 'a b'",
                        "line 11: system.every: cannot read '0s'",
                        "line 12: push.limit: cannot read 'much'",
                        "line 7: logs: /var/log/a.log: no parser 'nobodys'; there are [plain, syslog, auth, nginx,"
                                + " nginx-error, apache, apache-error, json, logfmt, liberty, liberty-json, java, journald]");
        assertThat(check.elsewhere())
                .containsExactly(
                        "PULSE_HUB_CONNECT_TIMEOUT: cannot read 'soon' (How long to wait for the hub to take a connection.)");
        assertThat(check.sentence())
                .startsWith(home + "/agent/agent.yaml: line 1: no setting")
                .endsWith("; " + check.elsewhere().get(0));
    }

    @Test
    void whatIsWrongOnlyTogetherBearsItsLineToo() throws Exception {
        var check = check(Map.of(), """
                listener: {url: 'http://localhost:1'}
                logs:
                  - {path: /var/log/a.log, parser: nobodys}
                """);

        assertThat(check.lines())
                .extracting(line -> line.replaceFirst("; there are.*|, but nothing.*", ""))
                .containsExactly(
                        home + "/agent/agent.yaml: line 3: logs: /var/log/a.log: no parser 'nobodys'",
                        home + "/agent/agent.yaml: line 1: listener.url names a listener");
    }

    @Test
    void aSettingOfATargetThatTheFileNamesIsKnown() throws Exception {
        var check = check(Map.of("pulse.hub.url", "http://localhost:9080"), """
                postgres:
                  targets: [{name: shop, db: {host: one}}]
                pg-log: {targets: [shop], shop: {files: /var/log/shop.csv}}
                queries: {targets: [till], till: {db: {host: two}}}
                """);

        assertThat(check.lines()).isEmpty();
        assertThat(check.isWell()).isTrue();
        assertThat(check.given()).isEqualTo(8);
    }

    private static String withoutRemedy(String mistake) {
        return mistake.replaceFirst(" \\([^)]*\\)?.*$", "");
    }

    private SettingsCheck check(Map<String, String> environment, String yaml) throws IOException {
        Files.writeString(Files.createDirectories(home.resolve("agent")).resolve("agent.yaml"), yaml);
        var all = new HashMap<>(environment);
        all.put("pulse.data", home.toString());
        var layers = Layers.over(name -> Optional.ofNullable(all.get(name)));
        return SettingsCheck.of(layers, layers.first());
    }
}
