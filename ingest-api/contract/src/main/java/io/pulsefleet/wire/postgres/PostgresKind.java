package io.pulsefleet.wire.postgres;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of documents whose bodies this package describes. */
public enum PostgresKind {
    ACTIVITY("postgresql.activity", Activity.class),
    STATEMENTS("postgresql.statements", Statements.class),
    LOCKS("postgresql.locks", Locks.class),
    LOG("postgresql.log", LogEntries.class);

    private final String kind;
    private final Class<?> body;

    PostgresKind(String kind, Class<?> body) {
        this.kind = kind;
        this.body = body;
    }

    /** As {@link io.pulsefleet.wire.Document#kind()}. */
    public String kind() {
        return kind;
    }

    public Class<?> body() {
        return body;
    }

    public static Optional<PostgresKind> of(String kind) {
        return Arrays.stream(values()).filter(one -> one.kind.equals(kind)).findFirst();
    }
}
