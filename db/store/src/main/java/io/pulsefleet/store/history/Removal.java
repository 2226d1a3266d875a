package io.pulsefleet.store.history;

import java.util.List;

/**
 * What is over and goes.
 *
 * @param table the partition, or a table that has none
 * @param what the kinds, each with the groups whose it is: {@code raw (*), 10m (lab)}
 * @param rows how many of its rows go; 0 for a whole partition, where they are not counted
 * @param bytes what the whole partition has, indexes included, when it is dropped; else 0
 */
public record Removal(String table, Way way, List<String> what, long rows, long bytes) {

    /** How it goes. */
    public enum Way {
        /** A whole partition. Its room is free at once. */
        DROP,
        /** Rows among others. Their room is used again. */
        DELETE
    }
}
