package io.pulsefleet.agent.collect.jdbc;

import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.DatabaseAddress;
import io.pulsefleet.wire.PlannedDatabase;
import java.util.regex.Pattern;

/** A database, and as whom it is asked. */
public record Target(
        String name,
        Dialect dialect,
        String host,
        int port,
        String database,
        String user,
        String password,
        Tls tls,
        Origin origin) {

    /** Who says so: where it is to be mended. */
    public enum Origin {
        OWN_SETTINGS,
        HUB
    }

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
                settings.get(db.tls()),
                Origin.OWN_SETTINGS);
    }

    public static Target of(PlannedDatabase database) {
        return of(database.name(), database.address());
    }

    /** One that the hub names. */
    public static Target of(String name, DatabaseAddress address) {
        return new Target(
                name,
                Dialect.of(address.type()),
                address.host(),
                address.port(),
                address.database(),
                address.user(),
                address.password() == null ? "" : address.password(),
                Tls.of(address.sslMode()),
                Origin.HUB);
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
