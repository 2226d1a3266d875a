package io.pulsefleet.agent.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.settings.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings as YAML: SP-08. */
class YamlFileTest {

    private static final List<Setting<?>> DECLARED = List.of(
            Setting.text("pulse.hub.url", "", "Where the hub is."),
            Setting.number("pulse.logs.rate", "1", "The most lines."),
            Setting.duration("pulse.system.every", "10s", "How often."),
            Setting.text("pulse.listener.api.key", "", "The key."),
            Setting.number("pulse.push.token", "", "The token."),
            Setting.text("pulse.pg-log.begin", "", "Where to begin."));

    @TempDir
    Path home;

    @Test
    void whatOtherAgentsSayIsUnderstood() {
        var file = YamlFile.of("""
                server:
                  endpoint: https://hub.example.net
                  auth_token: "0123"
                  agent_id: web-1
                collection:
                  interval: 30
                  metrics: [cpu, memory]
                  logs:
                    - path: /var/log/nginx/access.log
                      parser: nginx
                    - {path: /var/log/my app/*.log, parser: java, rate: 500}
                alerts: {cpu_threshold: 80}
                """);

        assertThat(file.find("pulse.hub.url")).hasValue("https://hub.example.net");
        assertThat(file.find("pulse.join.token")).hasValue("0123");
        assertThat(file.find("pulse.system.every")).hasValue("30s");
        assertThat(file.find("pulse.ports.every")).hasValue("30s");
        assertThat(file.find("pulse.logs"))
                .hasValue("/var/log/nginx/access.log nginx; \"/var/log/my app/*.log\" java rate=500");
        assertThat(file.ignored())
                .containsExactly(
                        "line 4: 'server.agent_id' means nothing here: an agent makes its own id",
                        "line 7: 'collection.metrics' means nothing here: all is collected; the hub's plan switches jobs off",
                        "line 12: 'alerts' means nothing here: thresholds are the hub's");
    }

    @Test
    void eachSettingHasItsPlace() {
        var file = YamlFile.of("""
                hub: {url: http://localhost:9080}
                pg-log: {begin: start}
                pulse.push.url: https://elsewhere
                logs:
                  files: [default, journal]
                  rate: 5
                  redact: {patterns: ['a+', 'b;c']}
                ports: {critical: [22, "udp:53"]}
                processes:
                  watch:
                    - {name: shop, pattern: 'java .*shop'}
                plugins:
                  commands:
                    - {name: load, command: /usr/lib/nagios/plugins/check_load -w 5, every: 1m}
                  endpoints:
                    - {name: shop, url: 'https://localhost/metrics', user: me, password: 'a b', password_file: /etc/p}
                postgres:
                  targets:
                    - {name: main, db: {host: one}}
                    - name: shop
                      db: {host: two, ssl_mode: require}
                docker: {socket: }
                """);

        var expected = new HashMap<String, String>();
        expected.put("pulse.hub.url", "http://localhost:9080");
        expected.put("pulse.pg-log.begin", "start");
        expected.put("pulse.push.url", "https://elsewhere");
        expected.put("pulse.logs", "default; journal");
        expected.put("pulse.logs.rate", "5");
        expected.put("pulse.logs.redact.patterns", "a+\nb;c");
        expected.put("pulse.ports.critical", "22,udp:53");
        expected.put("pulse.processes.watch", "shop=java .*shop");
        expected.put("pulse.plugins.commands", "load every=1m: /usr/lib/nagios/plugins/check_load -w 5");
        expected.put(
                "pulse.plugins.endpoints",
                "shop https://localhost/metrics user=me \"password=a b\" password-file=/etc/p");
        expected.put("pulse.postgres.targets", "main,shop");
        expected.put("pulse.postgres.db.host", "one");
        expected.put("pulse.postgres.shop.db.host", "two");
        expected.put("pulse.postgres.shop.db.ssl.mode", "require");
        expected.put("pulse.docker.socket", "");
        var said = new HashMap<String, String>();
        expected.keySet().forEach(name -> said.put(name, file.find(name).orElse("is not there")));
        assertThat(said).isEqualTo(expected);
    }

    @Test
    void everyMistakeIsToldAtOnceInTheOrderOfLines() {
        var file = YamlFile.of("""
                hub: {ulr: x}
                logs:
                  rate: much
                system: {every: 10s}
                push: {token: geheim}
                nothing: {like: it}
                pg-log: {begni: start}
                """);

        assertThat(file.mistakes(DECLARED, Set.of()))
                .containsExactly(
                        "line 1: no setting is called 'hub.ulr'; did you mean 'hub.url'?",
                        "line 3: logs.rate: cannot read 'much' (The most lines.)",
                        "line 5: push.token: cannot read '?' (The token.)",
                        "line 6: no setting is called 'nothing.like'",
                        "line 7: no setting is called 'pg-log.begni'; did you mean 'pg-log.begin'?");
    }

    @Test
    void whereOnePartIsNoYamlTheOthersAreLookedAtAllTheSame() {
        var file = YamlFile.of("""
                hub: {ulr: x}
                ports:
                  critical: [22
                also: gone
                system: {every: soon}
                logs:
                  rate: 5
                  begin: "b
                """);

        assertThat(file.mistakes(DECLARED, Set.of()))
                .containsExactly(
                        "line 1: no setting is called 'hub.ulr'; did you mean 'hub.url'?",
                        "line 4: expected ',' or ']', but got : (while parsing a flow sequence of line 3)",
                        "line 5: system.every: cannot read 'soon' (How often.)",
                        "line 8: found unexpected end of stream");
    }

    @Test
    void whatIsNotUnderstoodAtAllIsToldToWhoeverAsks() {
        assertThatThrownBy(() -> YamlFile.of("a: [1\nb: 2\n").find("pulse.hub.url"))
                .hasMessageStartingWith("agent.yaml: line 2: ");
        assertThatThrownBy(() -> YamlFile.of("just words").find("pulse.hub.url"))
                .hasMessage("agent.yaml: line 1: is not `key: value`");
        assertThatThrownBy(() -> YamlFile.of("hub:\n  url: a\n  url: b\n").find("pulse.hub.url"))
                .hasMessageStartingWith("agent.yaml: line 3: 'hub.url' is given twice");
        assertThatThrownBy(() -> YamlFile.of("logs:\n  - {parser: java}\nplugins:\n  commands:\n    - {name: a}\n")
                        .find("pulse.hub.url"))
                .hasMessage(
                        "agent.yaml: line 2: in 'logs' is no 'path'; line 5: in 'plugins.commands' is no 'command'");
        assertThatThrownBy(() -> YamlFile.of("x: !!javax.script.ScriptEngineManager [a]\n")
                        .find("pulse.hub.url"))
                .hasMessageStartingWith("agent.yaml: line 1: Global tag is not allowed");
        assertThatThrownBy(() -> YamlFile.of("x: 1\ny: *none\n").find("pulse.hub.url"))
                .hasMessageStartingWith("agent.yaml: line 2: ");
    }

    @Test
    void theEnvironmentWinsOverTheFileOfLinesAndThatOverYaml() throws Exception {
        Files.createDirectories(home.resolve("agent"));
        Files.writeString(
                home.resolve("agent/agent.yaml"), "hub: {url: yaml}\npush: {url: yaml}\nclient: {id: yaml}\n");
        Files.writeString(home.resolve("agent/.env"), "PULSE_HUB_URL=lines\nPULSE_PUSH_URL=lines\n");
        var environment = Map.of("pulse.data", home.toString(), "pulse.hub.url", "environment");
        var settings =
                Layers.over(name -> Optional.ofNullable(environment.get(name))).inForce();

        assertThat(List.of("hub.url", "push.url", "client.id"))
                .map(name -> settings.get(Setting.text("pulse." + name, "", "")))
                .containsExactly("environment", "lines", "yaml");
    }

    @Test
    void itNeedNotBeThere() {
        var none = YamlFile.read(home.resolve("none.yaml"));

        assertThat(none.mistakes(DECLARED, Set.of())).isEmpty();
        assertThat(none.find("pulse.hub.url")).isEmpty();
        assertThat(YamlFile.of("# nothing yet\n").find("pulse.hub.url")).isEmpty();
    }
}
