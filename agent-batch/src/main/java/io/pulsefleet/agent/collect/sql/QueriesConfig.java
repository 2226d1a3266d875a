package io.pulsefleet.agent.collect.sql;

import io.pulsefleet.agent.collect.jdbc.DbSettings;
import io.pulsefleet.agent.collect.jdbc.Dialect;
import io.pulsefleet.agent.collect.jdbc.Target;
import io.pulsefleet.agent.collect.jdbc.Tls;
import io.pulsefleet.agent.home.HomeConfig;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Which databases are asked, what, and how patiently. */
public final class QueriesConfig {

    /** The name of the one database whose settings have no name in them. */
    static final String MAIN = "main";

    static final Setting<Path> FILE =
            Setting.path("pulse.queries.file", "", "The queries; `agent/queries.json` in the data folder if not set.");

    static final Setting<List<String>> TARGETS = new Setting<>(
            "pulse.queries.targets",
            MAIN,
            "Names of the databases that are asked, with commas between. The settings of another than `main` have its name in"
                    + " them: `PULSE_QUERIES_SHOP_DB_HOST`.",
            DbSettings::readTargets);

    static final Setting<String> CLIENT = Setting.text(
                    "pulse.client.id", "", "Whose data it is; stands in each payload.")
            .formerly("PA_CLIENT_ID");

    static final Setting<String> SITE = Setting.text("pulse.site.id", "", "Which of its sites; stands in each payload.")
            .formerly("PA_SITE_ID");

    static final Setting<Duration> TIMEOUT = new Setting<>(
                    "pulse.queries.timeout", "30s", "How long a query may take.", QueriesConfig::readSeconds)
            .formerly("PA_TIMEOUT");

    static final Setting<Duration> LOCK_TIMEOUT =
            Setting.duration("pulse.queries.lock.timeout", "2s", "How long a query may wait for a lock.");

    static final Setting<Duration> CONNECT_TIMEOUT = Setting.duration(
            "pulse.queries.connect.timeout", "10s", "How long to wait for a database to answer at all.");

    static final Setting<Duration> FIRST_WINDOW = Setting.duration(
            "pulse.queries.window.first", "1h", "How far back the first window of a database reaches.");

    static final Setting<Duration> LAG = Setting.duration(
            "pulse.queries.window.lag",
            "0s",
            "How far a window ends before now, for rows that bear a time before that of their commit.");

    static final Setting<Duration> LONGEST_WINDOW = Setting.duration(
            "pulse.queries.window.longest",
            "",
            "After a downtime, windows are no longer than this, and run one after the other; one long window if not set.");

    private static final DbSettings.Defaults BY_DEFAULT = new DbSettings.Defaults("", "pulse_db", "postgres");
    private static final DbSettings MAIN_DB = DbSettings.of("pulse.queries.db.", BY_DEFAULT);

    // Named one by one, for the reference page.
    static final Setting<Dialect> DB_TYPE = type("pulse.queries.db.").formerly("PA_DB_TYPE");
    static final Setting<String> DB_HOST = MAIN_DB.host().formerly("PA_DB_HOST");
    static final Setting<Integer> DB_PORT = MAIN_DB.port().formerly("PA_DB_PORT");
    static final Setting<String> DB_NAME = MAIN_DB.database().formerly("PA_DB_NAME");
    static final Setting<String> DB_USER = MAIN_DB.user().formerly("PA_DB_USER");
    static final Setting<String> DB_PASSWORD = MAIN_DB.password().formerly("PA_DB_PASSWORD");
    static final Setting<Tls> DB_SSL_MODE = MAIN_DB.tls().formerly("PA_DB_SSL_MODE");

    private static final List<Setting<?>> FOR_ALL = List.of(
            FILE, TARGETS, CLIENT, SITE, TIMEOUT, LOCK_TIMEOUT, CONNECT_TIMEOUT, FIRST_WINDOW, LAG, LONGEST_WINDOW);

    private QueriesConfig() {}

    /** All that these settings are about: how many there are depends on the targets that they name. */
    public static List<Setting<?>> allIn(Settings settings) {
        settings.check(List.of(TARGETS));
        return Stream.concat(
                        FOR_ALL.stream(),
                        settings.get(TARGETS).stream()
                                .flatMap(target ->
                                        Stream.concat(Stream.of(typeOf(target)), dbOf(target).all().stream())))
                .toList();
    }

    static Target target(Settings settings, String name) {
        return Target.from(settings, name, settings.get(typeOf(name)), dbOf(name));
    }

    private static Setting<Dialect> typeOf(String target) {
        return target.equals(MAIN) ? DB_TYPE : type(prefixOf(target));
    }

    private static DbSettings dbOf(String target) {
        return target.equals(MAIN)
                ? new DbSettings(DB_HOST, DB_PORT, DB_NAME, DB_USER, DB_PASSWORD, DB_SSL_MODE)
                : DbSettings.of(prefixOf(target), BY_DEFAULT);
    }

    private static String prefixOf(String target) {
        return "pulse.queries." + target + ".db.";
    }

    private static Setting<Dialect> type(String prefix) {
        return new Setting<>(prefix + "type", "postgresql", "postgresql, mysql or mariadb.", Dialect::of);
    }

    static Path file(Settings settings) {
        return settings.find(FILE).orElseGet(() -> HomeConfig.folder(settings).resolve("queries.json"));
    }

    /** Of old there was no unit. */
    private static Duration readSeconds(String text) {
        return text.matches("\\d+")
                ? Duration.ofSeconds(Long.parseLong(text))
                : Setting.duration("", "", "").read().apply(text);
    }
}
