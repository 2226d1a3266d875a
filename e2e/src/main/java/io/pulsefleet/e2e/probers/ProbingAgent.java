package io.pulsefleet.e2e.probers;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.e2e.Installation;
import io.pulsefleet.e2e.Ports;
import io.pulsefleet.e2e.Server;
import io.pulsefleet.e2e.Stack;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** One of several agents on this host, each with its own data, at the end of a cable of its own. */
public final class ProbingAgent implements AutoCloseable {

    /** As a bit in masks of the kernel. */
    private static final long SIGINT = 1 << (2 - 1);

    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    /** Nothing is to be measured here but what is probed. */
    private static final Map<String, String> QUIET = Map.of(
            "PULSE_SYSTEM_EVERY", "60s",
            "PULSE_PROCESSES_EVERY", "5m",
            "PULSE_SERVICES_EVERY", "5m",
            "PULSE_PORTS_EVERY", "5m",
            "PULSE_HEARTBEAT_EVERY", "2s");

    private final String name;
    private final Path data;
    private final Cable cable;
    private final Map<String, String> environment;
    private final URI address;
    private Server server;

    ProbingAgent(String name, String datacenter, Stack stack) throws IOException {
        this.name = name;
        this.data = Files.createDirectories(stack.config().data().resolve(name));
        this.cable = new Cable(stack.config().httpPort());
        this.address = URI.create("http://localhost:" + Ports.free());
        this.environment = new HashMap<>(QUIET);
        environment.put("DATACENTER_ID", datacenter);
        environment.put("PULSE_DATA", data.toString());
        environment.put("PULSE_HUB_URL", cable.address().toString());
        environment.put("PULSE_AGENT_HTTP_PORT", Integer.toString(address.getPort()));
        environment.put("PULSE_ADMIN_PASSWORD_FILE", stack.adminPasswordFile().toString());
        environment.put("PULSE_JOIN_TOKEN", stack.joinToken());
        environment.put("PULSE_LOGS", data.resolve("none*.log") + " plain");
    }

    public String name() {
        return name;
    }

    /** By which the hub knows it; once it has started. */
    public UUID id() throws IOException {
        return UUID.fromString(new ObjectMapper()
                .readTree(Files.readAllBytes(data.resolve("agent/identity.json")))
                .get("agent")
                .asText());
    }

    public void start() throws IOException {
        var built = Installation.ofBuild();
        server = new Server("agent", Files.createDirectories(data.resolve("server")), address, environment);
        server.start(built.liberty(), built.agent());
    }

    public void awaitReady() {
        server.awaitReady(LONGEST_START);
    }

    public Path log() {
        return server.log();
    }

    public Instant kill() {
        var at = Instant.now();
        server.kill();
        return at;
    }

    public Instant cut() {
        cable.cut();
        return Instant.now();
    }

    public void mend() {
        cable.mend();
    }

    /** @param name {@code TERM}, {@code INT} */
    public Instant signal(String name) throws IOException, InterruptedException {
        var at = Instant.now();
        var told = new ProcessBuilder("kill", "-" + name, Long.toString(server.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (told != 0) {
            throw new IOException("kill ended with " + told);
        }
        return at;
    }

    /** Whoever was started in the background of a shell ignores SIGINT, and so do those that it starts. */
    public boolean ignoresInterrupts() throws IOException {
        var ignored = Files.readAllLines(Path.of("/proc", Long.toString(server.pid()), "status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> Long.parseUnsignedLong(
                        line.substring("SigIgn:".length()).strip(), 16))
                .findFirst()
                .orElseThrow();
        return (ignored & SIGINT) != 0;
    }

    public boolean isAlive() {
        return server.isAlive();
    }

    @Override
    public void close() throws IOException {
        cable.mend();
        if (server != null) {
            server.stop();
        }
        cable.close();
    }
}
