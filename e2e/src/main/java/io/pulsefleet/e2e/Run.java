package io.pulsefleet.e2e;

import io.pulsefleet.embedded.PostgresException;
import io.pulsefleet.settings.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * {@code mvn -Prun}: starts the stack, says where it is, and stays until Ctrl-C or SIGTERM.
 *
 * <p>A server that ends by itself is said so and started again, as systemd would do it.
 */
public final class Run {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    private static final Duration LONGEST_FIRST_READING = Duration.ofSeconds(60);

    private final Stack stack;
    private final PrintStream out;
    private volatile boolean stopping;

    private Run(Stack stack, PrintStream out) {
        this.stack = stack;
        this.out = out;
    }

    /** Ends the process: 0 after a clean stop, 1 with one line on standard error when it cannot start. */
    @SuppressWarnings("SystemExitOutsideMain")
    public static void main(String[] args) {
        try {
            var config = StackConfig.of(Settings.ofEnvironment());
            var stack = new Stack(config, Installation.ofBuild(), Map.of());
            stack.stopLeftOvers();
            Ports.checkFree(config.httpPort(), StackConfig.HTTP_PORT);
            Ports.checkFree(config.httpsPort(), StackConfig.HTTPS_PORT);
            Ports.checkFree(config.agentHttpPort(), StackConfig.AGENT_HTTP_PORT);
            var run = new Run(stack, new PrintStream(System.out, true, StandardCharsets.UTF_8));
            Runtime.getRuntime().addShutdownHook(new Thread(run::stop, "stop"));
            run.start();
            run.keepAlive();
        } catch (StackException | PostgresException | IllegalArgumentException | IOException cannot) {
            System.err.println(cannot.getMessage());
            System.exit(1);
        }
    }

    private void start() throws IOException {
        var began = System.nanoTime();
        out.println();
        out.println("PulseFleet starts; its data is kept in " + stack.config().data());
        stack.start();
        new HubClient(stack.hubAddress(), stack.adminPassword()).awaitFirstReading(LONGEST_FIRST_READING);
        greet(Duration.ofNanos(System.nanoTime() - began));
    }

    private void greet(Duration took) {
        out.printf("""

                PulseFleet runs (started in %d s).

                  Console       %s
                  User          admin
                  Password      in %s
                  This agent    %s  (the same user and password)

                Ctrl-C stops all of it.
                """, took.toSeconds(), stack.hubAddress(), stack.adminPasswordFile(), stack.agentAddress());
    }

    /** Until the process is told to stop. */
    private void keepAlive() {
        while (!stopping) {
            synchronized (this) {
                startAgainWhatEnded();
            }
            Await.pause(BETWEEN_LOOKS);
        }
    }

    private void startAgainWhatEnded() {
        if (stopping) {
            return;
        }
        try {
            if (!stack.postgres().isAlive()) {
                out.println("PostgreSQL ended by itself; it is started again.");
                stack.startPostgres();
            }
            if (!stack.hub().isAlive()) {
                out.println("The hub ended by itself; it is started again. Its log: "
                        + stack.hub().log());
                stack.startHub();
            }
            if (!stack.agent().isAlive()) {
                out.println("The agent ended by itself; it is started again. Its log: "
                        + stack.agent().log());
                stack.startAgent();
            }
        } catch (IOException | StackException | PostgresException cannot) {
            out.println("It cannot be started again yet: " + cannot.getMessage());
        }
    }

    private void stop() {
        stopping = true;
        out.println();
        out.println("PulseFleet stops.");
        synchronized (this) {
            stack.close();
        }
        out.println("PulseFleet has stopped; a second start goes on with the same data.");
    }
}
