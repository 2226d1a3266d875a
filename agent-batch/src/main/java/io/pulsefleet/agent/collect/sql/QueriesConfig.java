package io.pulsefleet.agent.collect.sql;

import io.pulsefleet.agent.home.HomeConfig;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which databases are asked, what, and how patiently. */
public final class QueriesConfig {

    /** The name of the one database whose settings have no name in them. */
    static final String MAIN = "main";

    private static final Pattern TARGET = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    static final Setting<Path> FILE =
            Setting.path("pulse.queries.file", "", "The queries; `agent/queries.json` in the data folder if not set.");

    static final Setting<List<String>> TARGETS = new Setting<>(
            "pulse.queries.targets",
            MAIN,
            "Names of the databases that are asked, with commas between. The settings of another than `main` have its name in"
                    + " them: `PULSE_QUERIES_SHOP_DB_HOST`.",
            QueriesConfig::readTargets);

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

    private static final DbSettings MAIN_DB = DbSettings.of("pulse.queries.db.");

    // Named one by one, for the reference page.
    static final Setting<Dialect> DB_TYPE = MAIN_DB.type().formerly("PA_DB_TYPE");
    static final Setting<String> DB_HOST = MAIN_DB.host().formerly("PA_DB_HOST");
    static final Setting<Integer> DB_PORT = MAIN_DB.port().formerly("PA_DB_PORT");
    static final Setting<String> DB_NAME = MAIN_DB.database().formerly("PA_DB_NAME");
    static final Setting<String> DB_USER = MAIN_DB.user().formerly("PA_DB_USER");
    static final Setting<String> DB_PASSWORD = MAIN_DB.password().formerly("PA_DB_PASSWORD");
    static final Setting<Tls> DB_SSL_MODE = MAIN_DB.tls().formerly("PA_DB_SSL_MODE");

    private static final List<Setting<?>> FOR_ALL = List.of(
            FILE, TARGETS, CLIENT, SITE, TIMEOUT, LOCK_TIMEOUT, CONNECT_TIMEOUT, FIRST_WINDOW, LAG, LONGEST_WINDOW);

    /** What a database is reached by. */
    record DbSettings(
            Setting<Dialect> type,
            Setting<String> host,
            Setting<Integer> port,
            Setting<String> database,
            Setting<String> user,
            Setting<String> password,
            Setting<Tls> tls) {

        static DbSettings of(String prefix) {
            return new DbSettings(
                    new Setting<>(prefix + "type", "postgresql", "postgresql, mysql or mariadb.", Dialect::of),
                    new Setting<>(prefix + "host", "localhost", "Where the database is.", Target::checkedPart),
                    Setting.number(prefix + "port", "", "Its port; 5432 or 3306, by its type, if not set."),
                    new Setting<>(prefix + "name", "pulse_db", "The database's own name.", Target::checkedPart),
                    Setting.text(prefix + "user", "postgres", "Who asks; may read, and need not do more."),
                    Setting.text(prefix + "password", "", "The password."),
                    new Setting<>(prefix + "ssl.mode", "prefer", "disable, prefer or require.", Tls::of));
        }

        List<Setting<?>> all() {
            return List.of(type, host, port, database, user, password, tls);
        }
    }

    private QueriesConfig() {}

    /** All that these settings are about: how many there are depends on the targets that they name. */
    public static List<Setting<?>> allIn(Settings settings) {
        settings.check(List.of(TARGETS));
        return Stream.concat(
                        FOR_ALL.stream(),
                        settings.get(TARGETS).stream().flatMap(target -> ofTarget(target).all().stream()))
                .toList();
    }

    static DbSettings ofTarget(String target) {
        return target.equals(MAIN)
                ? new DbSettings(DB_TYPE, DB_HOST, DB_PORT, DB_NAME, DB_USER, DB_PASSWORD, DB_SSL_MODE)
                : DbSettings.of("pulse.queries." + target + ".db.");
    }

    static Path file(Settings settings) {
        return settings.find(FILE).orElseGet(() -> HomeConfig.folder(settings).resolve("queries.json"));
    }

    private static List<String> readTargets(String text) {
        var names = Stream.of(text.split(",", -1)).map(String::strip).distinct().toList();
        for (var name : names) {
            if (!TARGET.matcher(name).matches()) {
                throw new IllegalArgumentException(name);
            }
        }
        return names;
    }

    /** Of old there was no unit. */
    private static Duration readSeconds(String text) {
        return text.matches("\\d+")
                ? Duration.ofSeconds(Long.parseLong(text))
                : Setting.duration("", "", "").read().apply(text);
    }
}
