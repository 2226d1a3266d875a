package io.pulsefleet.store.audit;

/**
 * What a look at the whole chain has found.
 *
 * @param number of the first row that is wrong, or missing; of one that is whole, its head
 * @param why for people
 * @param rows so many were looked at
 * @param head the last row that was right
 */
public record Verdict(State state, long number, String why, long rows, Link head) {

    /** How a chain can be broken. */
    public enum State {
        INTACT,
        /** The fields of a row are not those that its hash was made of. */
        CHANGED,
        /** A number is left out. */
        MISSING,
        /** A row bears another number than it was written with. */
        OUT_OF_ORDER,
        /** A row is whole and does not go on from the one before it: that, or all from here on, was written anew. */
        FORKED,
        /** The newest rows are gone. */
        HEAD_CUT_OFF,
        /** The oldest rows are gone, and retention did not do it. */
        OLD_END_CUT_OFF
    }
}
