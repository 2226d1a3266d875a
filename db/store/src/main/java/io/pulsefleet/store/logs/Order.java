package io.pulsefleet.store.logs;

/** In which order lines are read, by their moments. */
public enum Order {
    NEWEST_FIRST,
    OLDEST_FIRST
}
