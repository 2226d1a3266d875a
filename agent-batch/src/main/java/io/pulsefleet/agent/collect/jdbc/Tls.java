package io.pulsefleet.agent.collect.jdbc;

import java.util.Locale;

/** Whether the way to a database is encrypted; as libpq's sslmode. None of these looks at who shows the certificate. */
public enum Tls {
    DISABLE,
    /** With TLS where the server offers it, without where not. */
    PREFER,
    REQUIRE;

    public static Tls of(String mode) {
        return valueOf(mode.toUpperCase(Locale.ROOT));
    }

    String libpqName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
