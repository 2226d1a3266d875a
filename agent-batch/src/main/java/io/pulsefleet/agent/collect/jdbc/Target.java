package io.pulsefleet.agent.collect.jdbc;

import io.pulsefleet.settings.Settings;
import java.util.regex.Pattern;

/** A database, and as whom it is asked. */
public record Target(
        String name, Dialect dialect, String host, int port, String database, String user, String password, Tls tls) {

    private static final Pattern PART_OF_A_URL = Pattern.compile("[^\\s/?&#,]{1,255}");

    public static Target from(Settings settings, String name, Dialect dialect, DbSettings db) {
        return new Target(
                name,
                dialect,
                settings.get(db.host()),
                settings.find(db.port()).orElse(dialect == Dialect.POSTGRESQL ? 5432 : 3306),
                settings.get(db.database()),
                settings.get(db.user()),
                settings.get(db.password()),
                settings.get(db.tls()));
    }

    /** Stands in a URL as it is. */
    static String checkedPart(String text) {
        if (!PART_OF_A_URL.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return (dialect == Dialect.POSTGRESQL ? "postgresql" : "mysql") + "://" + user + "@" + host + ":" + port + "/"
                + database;
    }
}
