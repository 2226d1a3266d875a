package io.pulsefleet.wire;

import java.util.List;

/**
 * What an agent saw when it tried a database.
 *
 * @param state {@code ok}; {@code trouble}: it lets us in, and not all can be read; or why it does not, as {@code
 *     wrong_password}
 * @param detail a sentence with the remedy; empty where all is well
 * @param version of the server; null where it was not told
 * @param states of its parts, those that are not well
 * @param grants SQL that gives the role what it needs; null where nothing is missing
 * @param milliseconds how long it took
 */
public record TestOutcome(
        String state, String detail, String version, List<PartState> states, String grants, long milliseconds) {

    public TestOutcome {
        Required.text("state", state, 40);
        detail = detail == null ? "" : detail;
        states = Required.list("states", states);
        if (detail.length() > 4_000 || states.size() > 100) {
            throw new IllegalArgumentException("detail: is too long, or there are too many states");
        }
        if (version != null) {
            Required.text("version", version, 100);
        }
        if (grants != null) {
            Required.text("grants", grants, 10_000);
        }
    }

    /** @param remedy what is wrong, and what to do */
    public record PartState(String part, String state, String remedy) {

        public PartState {
            Required.text("part", part, 100);
            Required.text("state", state, 40);
            Required.text("remedy", remedy, 4_000);
        }
    }
}
