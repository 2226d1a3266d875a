package io.pulsefleet.agent.home;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How a sender that ours takes the place of calls its settings (PG-10): in the environment, and in the sections
 * {@code [database] [collection] [listener] [buffer]} of its INI file. The environment wins over the file.
 */
final class OtherNames {

    private static final String PREFIX = "BITVILLE_PG_";

    /** Where the INI file is. */
    static final String CONFIG_PATH = PREFIX + "CONFIG_PATH";

    /**
     * @param unit put behind a number that has none
     * @param keys in the section; the first that is there stands
     */
    private record Name(String setting, String environment, String unit, String section, List<String> keys) {

        static Name of(String setting, String environment, String unit, String section, String... keys) {
            return new Name(setting, PREFIX + environment, unit, section, List.of(keys));
        }

        String read(String text) {
            return text.strip().matches("\\d+") ? text.strip() + unit : text;
        }
    }

    /** The other sender has one database, and watches it where it is told of one. */
    private static final String TARGETS = "pulse.postgres.targets";

    private static final List<Name> NAMES = List.of(
            Name.of("pulse.postgres.db.host", "DB_HOST", "", "database", "host"),
            Name.of("pulse.postgres.db.port", "DB_PORT", "", "database", "port"),
            Name.of("pulse.postgres.db.name", "DB_NAME", "", "database", "name", "database", "dbname"),
            Name.of("pulse.postgres.db.user", "DB_USER", "", "database", "user", "username"),
            Name.of("pulse.postgres.db.password", "DB_PASSWORD", "", "database", "password"),
            Name.of("pulse.postgres.db.ssl.mode", "DB_SSL_MODE", "", "database", "ssl_mode", "sslmode"),
            Name.of("pulse.pg.stat.every", "COLLECTION_INTERVAL", "s", "collection", "interval", "interval_seconds"),
            Name.of("pulse.listener.url", "LISTENER_URL", "", "listener", "url", "endpoint"),
            Name.of("pulse.listener.api.key", "LISTENER_API_KEY", "", "listener", "api_key"),
            Name.of("pulse.listener.project.id", "PROJECT_ID", "", "listener", "project_id"),
            Name.of("pulse.push.timeout", "LISTENER_TIMEOUT", "s", "listener", "timeout", "timeout_seconds"),
            Name.of("pulse.push.limit", "BUFFER_MAX_SIZE_MB", "MB", "buffer", "max_size_mb", "size_mb", "max_mb"));

    private final Function<String, Optional<String>> environment;
    private final IniFile file;

    OtherNames(Function<String, Optional<String>> environment, IniFile file) {
        this.environment = environment;
        this.file = file;
    }

    /** What they say of a setting of ours. */
    Optional<String> find(String setting) {
        if (setting.equals(TARGETS)) {
            return NAMES.stream()
                            .filter(name -> name.section().equals("database"))
                            .anyMatch(name -> said(name).isPresent())
                    ? Optional.of("main")
                    : Optional.empty();
        }
        return NAMES.stream()
                .filter(name -> name.setting().equals(setting))
                .findFirst()
                .flatMap(name -> said(name).map(name::read));
    }

    private Optional<String> said(Name name) {
        return environment.apply(name.environment()).or(() -> file.find(name.section(), name.keys()));
    }

    /** What stands in the file and says nothing to us: {@code buffer.path}. */
    List<String> unknown() {
        Set<String> known = new HashSet<>();
        NAMES.forEach(name -> name.keys().forEach(key -> known.add(name.section() + "." + key)));
        return new ArrayList<>(file.allBut(known));
    }

    /** The names in the environment, for the runbook's test. */
    static Stream<String> environmentNames() {
        return Stream.concat(Stream.of(CONFIG_PATH), NAMES.stream().map(Name::environment));
    }
}
