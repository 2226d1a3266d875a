package io.pulsefleet.e2e.shop;

import io.pulsefleet.e2e.StackException;
import io.pulsefleet.embedded.Postgres;
import io.pulsefleet.embedded.PostgresException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A PostgreSQL server to watch, set up as an administrator does it, and its customers.
 *
 * <p>Who watches has the role {@link #WATCHER}, with exactly the GRANTs that an agent prints (PG-15); for the owner's own
 * questions it may read the tables that these are about.
 */
public final class Shop implements AutoCloseable {

    /** What the agent calls it; of its database, and of the role that owns it, too. */
    public static final String NAME = "shop";

    static final String WATCHER = "pulsefleet";

    private static final long SEED = 4;

    /** What is worth logging; a week of it is kept. */
    private static final Map<String, String> SETTINGS = settings();

    private final Plan plan;
    private final PrintStream out;
    private Postgres postgres;
    private Customers customers;

    /**
     * @param data below which all of it is kept
     * @param programs where PostgreSQL's programs are unpacked
     * @param password of the shop's own role
     * @param watcherPassword of the role that watches
     * @param orders so many a second
     */
    public record Plan(Path data, Path programs, int port, String password, String watcherPassword, int orders) {}

    public Shop(Plan plan, PrintStream out) {
        this.plan = plan;
        this.out = out;
    }

    /**
     * Starts or adopts the server, and lets the customers in; again: where it has ended.
     *
     * @throws PostgresException that says what is in the way
     */
    public synchronized void open() {
        close();
        layOutQuestions();
        var purpose = new Postgres.Purpose(
                NAME, SETTINGS, """
                CREATE ROLE %s LOGIN PASSWORD '%s';

                %s""".formatted(WATCHER, plan.watcherPassword().replace("'", "''"), grants()));
        postgres = Postgres.start(new Postgres.Place(folder(), plan.programs(), plan.port(), plan.password(), purpose));
        var door = new Door(postgres.jdbcUrl(), NAME, plan.password());
        furnish(door);
        customers = Customers.come(door, plan.orders(), SEED, out);
    }

    private void layOutQuestions() {
        try {
            Files.writeString(questions(), read("queries.json"));
        } catch (IOException cannot) {
            throw new StackException("Cannot write " + questions() + ".", cannot);
        }
    }

    public synchronized boolean isAlive() {
        return postgres != null && postgres.isAlive();
    }

    /** What the agent must be told so that it watches it. */
    public Map<String, String> settingsOfTheAgent() {
        var settings = new HashMap<>(doorOf("PULSE_POSTGRES"));
        settings.put("PULSE_PG_LOG_TARGETS", NAME);
        settings.put("PULSE_PG_LOG_SHOP_FILES", folder().resolve("log/*.json").toString());
        return settings;
    }

    /** What the agent must be told so that it asks the shop's owner's own questions, once a minute. */
    public Map<String, String> settingsOfQueries() {
        var settings = new HashMap<>(doorOf("PULSE_QUERIES"));
        settings.put("PULSE_QUERIES_FILE", questions().toString());
        settings.put("PULSE_QUERIES_EVERY", "1m");
        settings.put("PULSE_CLIENT_ID", "sample");
        settings.put("PULSE_SITE_ID", NAME);
        return settings;
    }

    /** @param job the prefix of its settings */
    private Map<String, String> doorOf(String job) {
        return Map.of(
                job + "_TARGETS",
                NAME,
                job + "_SHOP_DB_HOST",
                "127.0.0.1",
                job + "_SHOP_DB_PORT",
                Integer.toString(plan.port()),
                job + "_SHOP_DB_NAME",
                NAME,
                job + "_SHOP_DB_USER",
                WATCHER,
                job + "_SHOP_DB_PASSWORD",
                plan.watcherPassword());
    }

    private Path questions() {
        return plan.data().resolve("shop-queries.json");
    }

    private Path folder() {
        return plan.data().resolve(NAME);
    }

    /** As the agent prints them for this version; a test compares. */
    public static String grants() {
        return read("grants.sql");
    }

    private static void furnish(Door door) {
        try (var connection = door.open("furnish");
                var statement = connection.createStatement()) {
            statement.execute(read("shop.sql"));
        } catch (SQLException failed) {
            throw new StackException("The sample shop's tables cannot be made: " + failed.getMessage(), failed);
        }
    }

    private static String read(String name) {
        try (InputStream in = Objects.requireNonNull(Shop.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new StackException("Cannot read " + name + ".", unreadable);
        }
    }

    private static Map<String, String> settings() {
        var settings = new HashMap<String, String>();
        settings.put("shared_preload_libraries", "pg_stat_statements");
        settings.put("shared_buffers", "32MB");
        settings.put("max_connections", "40");
        settings.put("max_wal_size", "128MB");
        settings.put("min_wal_size", "32MB");
        settings.put("checkpoint_timeout", "2min");
        settings.put("autovacuum_naptime", "20s");
        settings.put("track_io_timing", "on");
        settings.put("logging_collector", "on");
        settings.put("log_destination", "jsonlog");
        settings.put("log_filename", "postgresql-%a.log");
        settings.put("log_rotation_age", "1d");
        settings.put("log_rotation_size", "0");
        settings.put("log_truncate_on_rotation", "on");
        settings.put("log_line_prefix", "%m [%p] %q%u@%d/%a ");
        settings.put("log_lock_waits", "on");
        settings.put("log_temp_files", "0");
        settings.put("log_checkpoints", "on");
        settings.put("log_connections", "authorization");
        settings.put("log_autovacuum_min_duration", "0");
        settings.put("log_min_duration_statement", "1s");
        return settings;
    }

    /** The customers leave first. */
    @Override
    public synchronized void close() {
        if (customers != null) {
            customers.close();
            customers = null;
        }
        if (postgres != null) {
            postgres.close();
            postgres = null;
        }
    }
}
