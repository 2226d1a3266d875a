package io.pulsefleet.agent.collect.jdbc;

import java.util.Locale;

/** How a database reads SQL, as far as it matters to find out where a statement ends. */
public enum Dialect {
    /** Dollar quotes, {@code E''}, nested comments. */
    POSTGRESQL,
    /** Backslashes in quotes, {@code `names`}, {@code # comments}; MariaDB as well. */
    MYSQL;

    /** @throws IllegalArgumentException when it is none that we know */
    public static Dialect of(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "postgresql", "postgres" -> POSTGRESQL;
            case "mysql", "mariadb" -> MYSQL;
            default -> throw new IllegalArgumentException("postgresql, mysql or mariadb");
        };
    }
}
