package io.pulsefleet.e2e;

import io.pulsefleet.e2e.shop.Shop;
import io.pulsefleet.e2e.shop.ShopConfig;
import io.pulsefleet.embedded.PostgresException;
import io.pulsefleet.settings.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code mvn -Prun}: starts the stack and a shop for it to watch, says where it is, and stays until Ctrl-C or SIGTERM.
 *
 * <p>A server that ends by itself is said so and started again, as systemd would do it.
 */
public final class Run {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    private static final Duration LONGEST_FIRST_READING = Duration.ofSeconds(60);

    private final Stack stack;
    private final Optional<Shop> shop;
    private final PrintStream out;
    private volatile boolean stopping;

    private Run(Stack stack, Optional<Shop> shop, PrintStream out) {
        this.stack = stack;
        this.shop = shop;
        this.out = out;
    }

    /** Ends the process: 0 after a clean stop, 1 with one line on standard error when it cannot start. */
    @SuppressWarnings("SystemExitOutsideMain")
    public static void main(String[] args) {
        try {
            var settings = Settings.ofEnvironment();
            settings.check(Stream.concat(StackConfig.ALL.stream(), ShopConfig.ALL.stream())
                    .toList());
            var config = StackConfig.of(settings);
            var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            var shop = shop(settings, config.data(), out);
            var stack = new Stack(
                    config,
                    Installation.ofBuild(),
                    shop.map(one -> settingsFor(one, config)).orElse(Map.of()));
            stack.stopLeftOvers();
            Ports.checkFree(config.httpPort(), StackConfig.HTTP_PORT);
            Ports.checkFree(config.httpsPort(), StackConfig.HTTPS_PORT);
            Ports.checkFree(config.agentsPort(), StackConfig.AGENTS_PORT);
            Ports.checkFree(config.agentHttpPort(), StackConfig.AGENT_HTTP_PORT);
            var run = new Run(stack, shop, out);
            Runtime.getRuntime().addShutdownHook(new Thread(run::stop, "stop"));
            run.start();
            run.keepAlive();
        } catch (StackException | PostgresException | IllegalArgumentException | IOException cannot) {
            System.err.println(cannot.getMessage());
            System.exit(1);
        }
    }

    /** Whoever has questions of their own keeps them. */
    private static Map<String, String> settingsFor(Shop shop, StackConfig config) {
        var all = new HashMap<>(shop.settingsOfTheAgent());
        var own = Stream.of("PULSE_QUERIES_FILE", "PULSE_QUERIES_TARGETS", "PA_DB_HOST")
                .anyMatch(System.getenv()::containsKey);
        if (!own && !Files.exists(config.data().resolve("agent/queries.json"))) {
            all.putAll(shop.settingsOfQueries());
        }
        return all;
    }

    private static Optional<Shop> shop(Settings settings, Path data, PrintStream out) throws IOException {
        var envFile = Path.of(System.getenv()
                .getOrDefault("PULSE_ENV_FILE", data.resolve("agent/.env").toString()));
        var lines = Files.isReadable(envFile) ? Files.readAllLines(envFile) : List.<String>of();
        if (!ShopConfig.isWanted(settings, System.getenv().keySet(), lines)) {
            return Optional.empty();
        }
        return Optional.of(new Shop(
                new Shop.Plan(
                        data,
                        Installation.ofBuild().postgres(),
                        Ports.free(),
                        Secrets.keptIn(data.resolve("secrets/shop-password")),
                        Secrets.keptIn(data.resolve("secrets/shop-watcher-password")),
                        ShopConfig.orders(settings)),
                out));
    }

    private void start() throws IOException {
        var began = System.nanoTime();
        out.println();
        out.println("PulseFleet starts; its data is kept in " + stack.config().data());
        stack.launch();
        shop.ifPresent(Shop::open); // while the servers start
        stack.awaitReady();
        new HubClient(stack.hubAddress(), stack.adminPassword()).awaitFirstReading(LONGEST_FIRST_READING);
        greet(Duration.ofNanos(System.nanoTime() - began));
    }

    private void greet(Duration took) {
        out.printf(
                """

                PulseFleet runs (started in %d s).

                  Console       %s
                  User          admin
                  Password      in %s
                  This agent    %s  (the same user and password)
                %s
                Ctrl-C stops all of it.
                """,
                took.toSeconds(),
                stack.hubAddress(),
                stack.adminPasswordFile(),
                stack.agentAddress(),
                shop.isEmpty() ? "" : """
                  To watch      %s/#/databases  (a sample shop; none with PULSE_SHOP=off)
                """.formatted(stack.hubAddress()));
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
            if (shop.isPresent() && !shop.get().isAlive()) {
                out.println("The sample shop's PostgreSQL ended by itself; it is started again.");
                shop.get().open();
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
            shop.ifPresent(Shop::close);
        }
        out.println("PulseFleet has stopped; a second start goes on with the same data.");
    }
}
