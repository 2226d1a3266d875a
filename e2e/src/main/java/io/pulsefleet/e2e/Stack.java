package io.pulsefleet.e2e;

import io.pulsefleet.embedded.Postgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * PostgreSQL, the hub and one agent on this host.
 *
 * <pre>
 * data/
 *   admin-password        the console's first password
 *   postgres/             the database
 *   hub/  agent/          each server's own data; below it server/ with its copy, work area and logs
 *   secrets/              what the parts show each other
 *   shop/                 the sample server that {@code mvn -Prun} watches
 *   stack.lock            held while a stack runs on this folder
 * </pre>
 */
public final class Stack implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    private final StackConfig config;
    private final Installation installation;
    private final Map<String, String> given;
    private final StackLock lock;
    private final int databasePort = Ports.free();
    private boolean closed;
    private Postgres postgres;
    private Server hub;
    private Server agent;

    /**
     * Takes the data folder; starts nothing yet.
     *
     * @param given environment for the hub and the agent beside our own, as {@code PULSE_SYSTEM_EVERY}
     */
    public Stack(StackConfig config, Installation installation, Map<String, String> given) throws IOException {
        this.config = config;
        this.installation = installation;
        this.given = given;
        Files.createDirectories(config.data());
        this.lock = StackLock.take(config.data());
    }

    /**
     * A stack on free ports with its data in the given folder: for tests and benches. Of logs it reads those that a test
     * writes into its folder {@code logs}, and none of this machine's.
     */
    public static Stack beside(Path data, Map<String, String> given) throws IOException {
        var config = new StackConfig(Ports.free(), Ports.free(), Ports.free(), Ports.free(), data.toAbsolutePath());
        var logs = Files.createDirectories(config.data().resolve("logs"));
        var all = new HashMap<>(given);
        all.putIfAbsent(
                "PULSE_LOGS",
                "%1$s/app*.log java; %1$s/access*.log nginx; %1$s/plain*.log plain; %1$s/auth*.log auth"
                        .formatted(logs));
        return new Stack(config, Installation.ofBuild(), all);
    }

    /** Where tests write logs; see {@link #beside}. */
    public Path logs() {
        return config.data().resolve("logs");
    }

    /** Ends servers that outlived a stack that was killed; they would hold the ports. */
    public void stopLeftOvers() throws IOException {
        Server.stopLeftOver(serverFolder("agent"));
        Server.stopLeftOver(serverFolder("hub"));
    }

    /** Starts all of it and waits until each says that it is ready. */
    public void start() throws IOException {
        launch();
        awaitReady();
    }

    /** Starts all of it; the servers take their time. */
    void launch() throws IOException {
        adminPassword();
        startPostgres();
        startHub();
        startAgent();
    }

    void awaitReady() {
        hub.awaitReady(LONGEST_START);
        agent.awaitReady(LONGEST_START);
    }

    public synchronized void startPostgres() throws IOException {
        refuseIfClosed();
        if (postgres != null) {
            postgres.close();
        }
        postgres = Postgres.start(new Postgres.Place(
                config.data().resolve("postgres"), installation.postgres(), databasePort, databasePassword()));
    }

    public synchronized void startHub() throws IOException {
        refuseIfClosed();
        if (hub != null) {
            hub.stop();
        }
        Ports.checkFree(config.httpPort(), StackConfig.HTTP_PORT);
        Ports.checkFree(config.httpsPort(), StackConfig.HTTPS_PORT);
        Ports.checkFree(config.agentsPort(), StackConfig.AGENTS_PORT);
        var env = environment();
        env.put("PULSE_DB_PORT", Integer.toString(databasePort));
        env.put("PULSE_DB_PASSWORD", databasePassword());
        env.put("keystore_password", Secrets.keptIn(config.data().resolve("secrets/keystore-password")));
        hub = new Server("hub", serverFolder("hub"), hubAddress(), env);
        hub.start(installation.liberty(), installation.hub());
    }

    public synchronized void startAgent() throws IOException {
        refuseIfClosed();
        if (agent != null) {
            agent.stop();
        }
        Ports.checkFree(config.agentHttpPort(), StackConfig.AGENT_HTTP_PORT);
        var env = environment();
        env.put(
                "PULSE_HUB_URL",
                given.getOrDefault("PULSE_HUB_URL", hubAddress().toString()));
        agent = new Server("agent", serverFolder("agent"), agentAddress(), env);
        agent.start(installation.liberty(), installation.agent());
    }

    public StackConfig config() {
        return config;
    }

    public Postgres postgres() {
        return postgres;
    }

    /** Where the database listens, or will: known before it is started. */
    public int databasePort() {
        return databasePort;
    }

    public Server hub() {
        return hub;
    }

    public Server agent() {
        return agent;
    }

    /** SIGKILL to the database's first process, as the kernel does it when memory runs out. */
    public void killPostgres() {
        ProcessHandle.of(postgres.pid()).ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    public URI hubAddress() {
        return URI.create("http://localhost:" + config.httpPort());
    }

    public URI agentAddress() {
        return URI.create("http://localhost:" + config.agentHttpPort());
    }

    public Path adminPasswordFile() {
        return config.data().resolve("admin-password");
    }

    /**
     * The password of the user {@code admin}, of the hub's console and of the agent's. One that was chosen is kept in the
     * file, so that it holds for later starts, too.
     */
    public String adminPassword() throws IOException {
        var chosen = environment().getOrDefault("PULSE_ADMIN_PASSWORD", "").strip();
        if (!chosen.isEmpty()) {
            Secrets.keep(chosen, adminPasswordFile());
        }
        return Secrets.keptIn(adminPasswordFile());
    }

    /** Stops all of it in the order in which nothing is missed: the agent, the hub, the database. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            stop(agent);
            stop(hub);
            if (postgres != null) {
                postgres.close();
            }
        } finally {
            lock.release();
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new StackException("The stack is being stopped.");
        }
    }

    private static void stop(Server server) {
        if (server != null) {
            server.stop();
        }
    }

    private Map<String, String> environment() throws IOException {
        var env = new HashMap<>(System.getenv());
        env.putAll(given);
        env.put("PULSE_DATA", config.data().toString());
        env.put("PULSE_HTTP_PORT", Integer.toString(config.httpPort()));
        env.put("PULSE_HTTPS_PORT", Integer.toString(config.httpsPort()));
        env.put("PULSE_AGENTS_PORT", Integer.toString(config.agentsPort()));
        env.put("PULSE_AGENT_HTTP_PORT", Integer.toString(config.agentHttpPort()));
        env.put("PULSE_ADMIN_PASSWORD_FILE", adminPasswordFile().toString());
        env.put("PULSE_JOIN_TOKEN_FILE", joinTokenFile().toString());
        return env;
    }

    /** What an agent shows when it registers. */
    public String joinToken() throws IOException {
        return Secrets.keptIn(joinTokenFile());
    }

    private Path joinTokenFile() throws IOException {
        var file = config.data().resolve("secrets/join-token");
        Secrets.keptIn(file);
        return file;
    }

    public String databasePassword() throws IOException {
        return Secrets.keptIn(config.data().resolve("secrets/database-password"));
    }

    private Path serverFolder(String name) throws IOException {
        return Files.createDirectories(config.data().resolve(name).resolve("server"));
    }
}
