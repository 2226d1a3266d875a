package io.pulsefleet.agent.collect.jdbc;

import io.pulsefleet.settings.Setting;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a database is reached by. Whoever asks databases has these under a prefix of its own, one for each target. */
public record DbSettings(
        Setting<String> host,
        Setting<Integer> port,
        Setting<String> database,
        Setting<String> user,
        Setting<String> password,
        Setting<Tls> tls) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    /** What is the same by default wherever it is asked from. */
    public record Defaults(String port, String database, String user) {}

    /** @param prefix {@code pulse.queries.db.} */
    public static DbSettings of(String prefix, Defaults defaults) {
        return new DbSettings(
                new Setting<>(prefix + "host", "localhost", "Where the database is.", Target::checkedPart),
                Setting.number(
                        prefix + "port",
                        defaults.port(),
                        "Its port" + (defaults.port().isEmpty() ? "; 5432 or 3306, by its type, if not set." : ".")),
                new Setting<>(prefix + "name", defaults.database(), "The database's own name.", Target::checkedPart),
                Setting.text(prefix + "user", defaults.user(), "Who asks; may read, and need not do more."),
                Setting.text(prefix + "password", "", "The password."),
                new Setting<>(prefix + "ssl.mode", "prefer", "disable, prefer or require.", Tls::of));
    }

    public List<Setting<?>> all() {
        return List.of(host, port, database, user, password, tls);
    }

    /**
     * Names of targets, with commas between; they stand in the names of settings.
     *
     * @throws IllegalArgumentException with the one that is no such name
     */
    public static List<String> readTargets(String text) {
        var names = Stream.of(text.split(",", -1)).map(String::strip).distinct().toList();
        for (var name : names) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(name);
            }
        }
        return names;
    }
}
