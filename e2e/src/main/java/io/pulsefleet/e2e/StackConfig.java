package io.pulsefleet.e2e;

import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.nio.file.Path;
import java.util.List;

/** Where a stack listens and keeps its data. */
public record StackConfig(int httpPort, int httpsPort, int agentsPort, int agentHttpPort, Path data) {

    static final Setting<Integer> HTTP_PORT = port("pulse.http.port", "9080", "The hub's port for HTTP.");
    static final Setting<Integer> HTTPS_PORT = port("pulse.https.port", "9443", "The hub's port for HTTPS.");
    static final Setting<Integer> AGENTS_PORT =
            port("pulse.agents.port", "9444", "The hub's port for agents that have certificates, or join.");
    static final Setting<Integer> AGENT_HTTP_PORT =
            port("pulse.agent.http.port", "9081", "The port of the agent's own console, on loopback only.");
    static final Setting<Path> DATA = Setting.path("pulse.data", "data", "The folder that keeps everything.");

    static final List<Setting<?>> ALL = List.of(HTTP_PORT, HTTPS_PORT, AGENTS_PORT, AGENT_HTTP_PORT, DATA);

    /** @throws IllegalArgumentException that names every mistake at once */
    static StackConfig of(Settings settings) {
        settings.check(ALL);
        return new StackConfig(
                settings.get(HTTP_PORT),
                settings.get(HTTPS_PORT),
                settings.get(AGENTS_PORT),
                settings.get(AGENT_HTTP_PORT),
                settings.get(DATA).normalize());
    }

    private static Setting<Integer> port(String name, String byDefault, String about) {
        return new Setting<>(name, byDefault, about, text -> {
            var port = Integer.parseInt(text);
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("no port: " + text);
            }
            return port;
        });
    }
}
