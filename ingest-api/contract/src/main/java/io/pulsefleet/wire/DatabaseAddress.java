package io.pulsefleet.wire;

import java.util.regex.Pattern;

/**
 * Where a database is, and as whom it is asked.
 *
 * @param type {@code postgresql}, {@code mysql} or {@code mariadb}; PostgreSQL where nothing is said, as hubs of old did
 * @param password null: none, or, of a database that is delivered, none that the hub can say
 * @param sslMode {@code disable}, {@code prefer} or {@code require}
 */
public record DatabaseAddress(
        String type, String host, int port, String database, String user, String password, String sslMode) {

    public static final String POSTGRESQL = "postgresql";
    public static final Pattern TYPE = Pattern.compile("postgresql|mysql|mariadb");

    /** Stands in a URL as it is. */
    public static final Pattern PART_OF_A_URL = Pattern.compile("[^\\s/?&#,\\p{Cntrl}]{1,255}");

    public static final Pattern SSL_MODE = Pattern.compile("disable|prefer|require");
    public static final int LONGEST_PASSWORD = 1_000;

    public DatabaseAddress {
        type = type == null ? POSTGRESQL : type;
        matching("type", type, TYPE);
        matching("host", host, PART_OF_A_URL);
        matching("database", database, PART_OF_A_URL);
        Required.text("user", user, 255);
        matching("sslMode", sslMode, SSL_MODE);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port: must be from 1 to 65535");
        }
        if (password != null) {
            Required.text("password", password, LONGEST_PASSWORD);
        }
    }

    private static void matching(String field, String value, Pattern form) {
        Required.present(field, value);
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException(field + ": must match " + form);
        }
    }

    public DatabaseAddress withPassword(String other) {
        return new DatabaseAddress(type, host, port, database, user, other, sslMode);
    }

    /** Else there are the user's own queries only. */
    public boolean speaksPostgresql() {
        return type.equals(POSTGRESQL);
    }

    /** Never shows the password: records are logged. */
    @Override
    public String toString() {
        return "DatabaseAddress[" + type + " " + user + "@" + host + ":" + port + "/" + database + " " + sslMode + "]";
    }
}
