package io.pulsefleet.agent.collect.pglog;

import io.pulsefleet.agent.collect.tail.Ending;

/** How entries are written: {@code log_destination}. It reads one file's bytes in their order. */
interface Format {

    /** There may be more of the entry: it is to be read again when there is. */
    int NOT_WHOLE = -1;

    /**
     * Reads the entry at the beginning of these bytes.
     *
     * @return where it ends, or {@link #NOT_WHOLE}
     */
    int read(byte[] bytes, int from, int to, Ending ending, Draft into);

    /** Makes what can be made of the beginning of an entry that is too long. Its rest is to be passed over. */
    void readBeginning(byte[] bytes, int from, int to, Draft into);

    /**
     * Passes over an entry that is too long.
     *
     * @param begun whether these are not the entry's first bytes
     */
    Passed pass(byte[] bytes, int from, int to, Ending ending, boolean begun);

    /**
     * How far it was passed.
     *
     * @param over whether the entry ends there
     */
    record Passed(int upTo, boolean over) {}
}
