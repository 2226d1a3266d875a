package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.agent.collect.jdbc.DbSettings;
import io.pulsefleet.agent.collect.jdbc.Dialect;
import io.pulsefleet.agent.collect.jdbc.Target;
import io.pulsefleet.agent.collect.jdbc.Tls;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Which PostgreSQL servers are watched, and how gently. */
public final class PostgresConfig {

    /** The name of the one target whose settings have no name in them. */
    static final String MAIN = "main";

    static final Setting<List<String>> TARGETS = new Setting<>(
            "pulse.postgres.targets",
            "",
            "Names of the PostgreSQL databases that are watched, with commas between; none if not set. The settings of another"
                    + " than `main` have its name in them: `PULSE_POSTGRES_SHOP_DB_HOST`.",
            DbSettings::readTargets);

    static final Setting<Duration> STATEMENT_TIMEOUT = Setting.duration(
            "pulse.postgres.statement.timeout", "5s", "How long a watched server may work at one question.");

    static final Setting<Duration> LOCK_TIMEOUT = Setting.duration(
            "pulse.postgres.lock.timeout", "500ms", "How long a question may wait for a lock at a watched server.");

    static final Setting<Duration> CONNECT_TIMEOUT = Setting.duration(
            "pulse.postgres.connect.timeout", "5s", "How long to wait for a watched server to answer at all.");

    static final Setting<Duration> ACTIVITY_EVERY = Setting.duration(
            "pulse.postgres.activity.every",
            "60s",
            "How often it is told who is connected; whenever somebody waits for a lock as well.");

    static final Setting<Duration> SAMPLE_EVERY = new Setting<>(
            "pulse.postgres.sample.every",
            "5s",
            "How often it is looked who does what, between visits; 1s to 10s.",
            PostgresConfig::readSampleEvery);

    static final Setting<Duration> BLOCKED_THRESHOLD = Setting.duration(
            "pulse.postgres.blocked.threshold",
            "2s",
            "When somebody waits for a lock for so long, all is looked at every second and kept until nobody waits any more.");

    static final Setting<Duration> VISIT_TIMEOUT = Setting.duration(
            "pulse.postgres.visit.timeout",
            "30s",
            "A visit of one server that takes longer is given up: the server counts as away until it comes back.");

    static final Setting<Integer> STATEMENTS_MOST = Setting.number(
            "pulse.postgres.statements.most",
            "500",
            "So many statements are told at each visit, those that took longest; the others in one sum.");

    private static final DbSettings.Defaults BY_DEFAULT = new DbSettings.Defaults("5432", "postgres", "postgres");
    private static final DbSettings MAIN_DB = DbSettings.of("pulse.postgres.db.", BY_DEFAULT);

    // Named one by one, for the reference page.
    static final Setting<String> DB_HOST = MAIN_DB.host().formerly("BITVILLE_PG_DB_HOST");
    static final Setting<Integer> DB_PORT = MAIN_DB.port().formerly("BITVILLE_PG_DB_PORT");
    static final Setting<String> DB_NAME = MAIN_DB.database().formerly("BITVILLE_PG_DB_NAME");
    static final Setting<String> DB_USER = MAIN_DB.user().formerly("BITVILLE_PG_DB_USER");
    static final Setting<String> DB_PASSWORD = MAIN_DB.password().formerly("BITVILLE_PG_DB_PASSWORD");
    static final Setting<Tls> DB_SSL_MODE = MAIN_DB.tls();

    private static final List<Setting<?>> FOR_ALL = List.of(
            TARGETS,
            STATEMENT_TIMEOUT,
            LOCK_TIMEOUT,
            CONNECT_TIMEOUT,
            ACTIVITY_EVERY,
            STATEMENTS_MOST,
            SAMPLE_EVERY,
            BLOCKED_THRESHOLD,
            VISIT_TIMEOUT);

    private PostgresConfig() {}

    /** All that these settings are about: how many there are depends on the targets that they name. */
    public static List<Setting<?>> allIn(Settings settings) {
        settings.check(List.of(TARGETS));
        return Stream.concat(FOR_ALL.stream(), names(settings).stream().flatMap(target -> dbOf(target).all().stream()))
                .toList();
    }

    private static Duration readSampleEvery(String text) {
        var every = Setting.duration("", "", "").read().apply(text);
        if (every.compareTo(Duration.ofSeconds(1)) < 0 || every.compareTo(Duration.ofSeconds(10)) > 0) {
            throw new IllegalArgumentException(text);
        }
        return every;
    }

    static List<Target> targets(Settings settings) {
        return names(settings).stream()
                .map(name -> Target.from(settings, name, Dialect.POSTGRESQL, dbOf(name)))
                .toList();
    }

    static List<String> names(Settings settings) {
        return settings.find(TARGETS).orElse(List.of());
    }

    static DbSettings dbOf(String target) {
        return target.equals(MAIN)
                ? new DbSettings(DB_HOST, DB_PORT, DB_NAME, DB_USER, DB_PASSWORD, DB_SSL_MODE)
                : DbSettings.of("pulse.postgres." + target + ".db.", BY_DEFAULT);
    }
}
