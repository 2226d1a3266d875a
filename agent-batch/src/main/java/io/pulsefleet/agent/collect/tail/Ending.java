package io.pulsefleet.agent.collect.tail;

/** What comes behind the bytes at hand. */
public enum Ending {
    /** More of the file, at once. */
    MORE,
    /** The file's end, as of now: its writer may be in the middle of a line. */
    OPEN,
    /** The file's end, and nobody wrote for a while: what belongs together is there. */
    SETTLED,
    /** The file's end for good: it is rotated away. */
    CLOSED;

    /** Whether what came last may still go on. */
    public boolean mayGoOn() {
        return this == MORE || this == OPEN;
    }
}
