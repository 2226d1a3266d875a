package io.pulsefleet.agent.home;

import io.pulsefleet.settings.Setting;
import io.pulsefleet.wire.settings.KnownSetting;
import io.pulsefleet.wire.settings.KnownSetting.Place;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which settings the hub may give (SP-08). It may say how often and how much; it may not say where data lies, which hub
 * this is, what the host shows or runs, what is blacked out of logs, or anything that is secret. Each declared setting is
 * in one of the two lists; the host enforces them, whatever the hub sends.
 */
public final class FromTheHub {

    /** A name, or the beginning of one before a star. */
    private static final Set<String> MAY = Set.of(
            "PULSE_DOCKER_CONTAINERS_MOST",
            "PULSE_DOCKER_NEWCOMER",
            "PULSE_DOCKER_SIZES_EVERY",
            "PULSE_DOCKER_TIMEOUT",
            "PULSE_HEARTBEAT_EVERY",
            "PULSE_HUB_ANSWER_TIMEOUT",
            "PULSE_HUB_CONNECT_TIMEOUT",
            "PULSE_LOGS_BEGIN",
            "PULSE_LOGS_LINE_LONGEST",
            "PULSE_LOGS_RATE",
            "PULSE_PG_LOG_BEGIN",
            "PULSE_PG_LOG_TEXT_LONGEST",
            "PULSE_PLUGINS_OUTPUT",
            "PULSE_PLUGINS_SERIES",
            "PULSE_PLUGINS_TIMEOUT",
            "PULSE_PORTS_CRITICAL",
            "PULSE_POSTGRES_ACTIVITY_EVERY",
            "PULSE_POSTGRES_BLOCKED_THRESHOLD",
            "PULSE_POSTGRES_CONNECT_TIMEOUT",
            "PULSE_POSTGRES_CORRELATION_PATTERN",
            "PULSE_POSTGRES_LOCK_TIMEOUT",
            "PULSE_POSTGRES_SAMPLE_EVERY",
            "PULSE_POSTGRES_STATEMENTS_MOST",
            "PULSE_POSTGRES_STATEMENT_TIMEOUT",
            "PULSE_POSTGRES_VISIT_TIMEOUT",
            "PULSE_PROCESSES_COMMAND_LONGEST",
            "PULSE_PROCESSES_SNAPSHOT",
            "PULSE_PROCESSES_TOP",
            "PULSE_PROCESSES_WATCH",
            "PULSE_PUSH_LIMIT",
            "PULSE_PUSH_TIMEOUT",
            "PULSE_QUERIES_CONNECT_TIMEOUT",
            "PULSE_QUERIES_LOCK_TIMEOUT",
            "PULSE_QUERIES_TIMEOUT",
            "PULSE_QUERIES_WINDOW_FIRST",
            "PULSE_QUERIES_WINDOW_LAG",
            "PULSE_QUERIES_WINDOW_LONGEST",
            "PULSE_RECONNECT_BACKOFF_MAX",
            "PULSE_RECONNECT_ENABLED",
            "PULSE_RECONNECT_INTERVAL",
            "PULSE_RECONNECT_MAX_ATTEMPTS",
            "PULSE_SERVICES_TIMEOUT",
            "PULSE_SHIFT_LENGTH",
            "PULSE_SPOOL_LIMIT",
            "PULSE_SPOOL_MEMORY_LIMIT",
            "PULSE_UPTIME_AT_ONCE",
            "PULSE_UPTIME_NAME_SERVERS",
            "PULSE_WATCHED_EVERY");

    private static final Set<String> MAY_NOT = Set.of(
            "PULSE_CLIENT_ID", // who it is
            "PULSE_SITE_ID",
            "PULSE_DATA", // where its data lies
            "PULSE_ENV_FILE",
            "PULSE_INI_FILE",
            "PULSE_SETTINGS_*",
            "PULSE_HUB_URL", // which hub, how it is known, and how the host is let in
            "PULSE_HUB_FINGERPRINT",
            "PULSE_MACHINE_ID_FILE",
            "PULSE_CHANNEL_ENABLED", // whether it may be asked commands
            "PULSE_SUPERVISOR_*",
            "PULSE_JOIN_*",
            "PULSE_LISTENER_*",
            "PULSE_PUSH_TOKEN",
            "PULSE_PUSH_URL",
            "PULSE_DOCKER_SOCKET", // what it may read, and run
            "PULSE_HOST_ROOT",
            "PULSE_LOGS",
            "PULSE_LOGS_PARSERS",
            "PULSE_PG_LOG_HUB_FOLDERS",
            "PULSE_PG_LOG_TARGETS",
            "PULSE_PLUGINS_COMMANDS",
            "PULSE_PLUGINS_ENDPOINTS",
            "PULSE_PLUGINS_FOLDERS",
            "PULSE_PLUGINS_JMX_RULES",
            "PULSE_SERVICES_SYSTEMCTL",
            "PULSE_LOGS_REDACT", // what must not leave it
            "PULSE_LOGS_REDACT_PATTERNS",
            "PULSE_PG_LOG_REDACT",
            "PULSE_QUERIES_FILE", // databases of its own; those of the hub are told in the plan
            "PULSE_QUERIES_TARGETS",
            "PULSE_POSTGRES_TARGETS",
            "PULSE_UPTIME_DATACENTER");

    /** Of a database: {@code PULSE_POSTGRES_DB_HOST}, {@code PULSE_POSTGRES_SHOP_DB_HOST}. */
    private static final Pattern OF_A_TARGET = Pattern.compile(
            "PULSE_(POSTGRES|QUERIES|PG_LOG)_.*"
                    + "(?<=_)(DB_(TYPE|HOST|PORT|NAME|USER|PASSWORD|SSL_MODE)|FILES?|FORMAT|PREFIX|PATH|LINE_PREFIX|TIMEZONE|ZONE)");

    private FromTheHub() {}

    /** @param setting as the environment calls it */
    public static boolean may(String setting) {
        return MAY.contains(setting) || AtOnce.rhythms().anyMatch(setting::equals);
    }

    /** Decided, and not for the hub. */
    static boolean mayNot(String setting) {
        return OF_A_TARGET.matcher(setting).matches()
                || MAY_NOT.stream()
                        .anyMatch(one -> one.endsWith("*")
                                ? setting.startsWith(one.substring(0, one.length() - 1))
                                : setting.equals(one));
    }

    /** Said to the hub, so that its users see what there is. */
    public static KnownSetting known(Setting<?> setting) {
        return new KnownSetting(
                setting.name(),
                setting.about(),
                setting.isSecret() ? "" : setting.byDefault(),
                setting.kind().name(),
                placeOf(setting));
    }

    private static Place placeOf(Setting<?> setting) {
        if (setting.isSecret()) {
            return Place.SECRET;
        }
        var name = setting.environmentName();
        if (!may(name)) {
            return Place.HOST;
        }
        return AtOnce.mayChange(name) ? Place.AT_ONCE : Place.AT_RESTART;
    }

    /** Both lists, for the test that nothing is in them that is not there. */
    static Set<String> names() {
        return Stream.concat(MAY.stream(), MAY_NOT.stream()).collect(Collectors.toUnmodifiableSet());
    }
}
