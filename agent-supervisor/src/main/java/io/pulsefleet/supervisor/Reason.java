package io.pulsefleet.supervisor;

import java.util.Locale;

/** Why something is refused, or did not work. Each is a word of the protocol. */
enum Reason {
    /** Another user than the agent's asks. */
    OTHER_USER,
    /** The request did not come to its end in time. */
    TOO_SLOW,
    TOO_LONG,
    MALFORMED,
    UNKNOWN_REQUEST,
    BAD_UNIT,
    BAD_PATH,
    BAD_ADDRESS,
    /** The list cannot be trusted or read, so nothing is permitted. */
    ALLOW_LIST,
    NOT_ALLOWED,
    /** A part of the path is a symbolic link, or it is no regular file. */
    NOT_A_FILE,
    NOT_THERE,
    UNREADABLE,
    /** The program ended with an error. */
    ENDED_BADLY,
    TIME_OUT,
    NO_REPLY,
    NO_PROGRAM,
    /** A fault of the supervisor's. */
    FAULT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
