package io.pulsefleet.agent.collect.pglog;

import java.time.Instant;

/** An entry as it stands in the log, before it is named and cleared of secrets. Used again for the next one. */
final class Draft {

    /** What was found in the log. */
    enum Kind {
        ENTRY,
        /** An empty line. */
        NOTHING,
        /** A line that fits no prefix: of a program that writes into the same file, or the prefix is not known. */
        STRAY,
        /** It cannot be understood: {@link #broken} says why. */
        BROKEN
    }

    Kind kind;
    String broken;

    Instant timestamp;
    String severity;
    String message;
    Integer pid;
    String user;
    String database;
    String host;
    String application;
    String backendType;
    String state;
    String detail;
    String hint;
    String context;
    String statement;
    Long queryId;

    void clear() {
        kind = Kind.ENTRY;
        broken = null;
        timestamp = null;
        severity = null;
        message = null;
        pid = null;
        user = null;
        database = null;
        host = null;
        application = null;
        backendType = null;
        state = null;
        detail = null;
        hint = null;
        context = null;
        statement = null;
        queryId = null;
    }

    void isBroken(String why) {
        kind = Kind.BROKEN;
        broken = why;
    }
}
