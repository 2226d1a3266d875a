package io.pulsefleet.store.history;

/**
 * How long a group of agents keeps what.
 *
 * @param group {@link #ALL}: every group that says nothing of its own
 * @param days 0: not at all
 */
public record Policy(String group, Kind kind, int days) {

    public static final String ALL = "*";
}
