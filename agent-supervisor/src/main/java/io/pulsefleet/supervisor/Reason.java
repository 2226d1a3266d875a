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
    /** systemd knows no such unit. */
    NO_SUCH_UNIT,
    /** No key that the list names has signed it. */
    NOT_SIGNED,
    /** What is signed is no release, or it is not known what is installed. */
    NO_RELEASE,
    OTHER_PACKAGE,
    /** It is older than what is installed, or the same. */
    NOT_NEWER,
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
