package io.pulsefleet.hub.access;

import java.util.Objects;

/**
 * Something that somebody did, or was refused, and that is to be known for ever. Fired as an event; the audit log writes
 * it down.
 *
 * @param who the name of the user, the token, the agent; {@code hub} where it did it by itself; empty: nobody knows
 * @param kind what that is: {@code user}, {@code token}, {@code agent}, {@code hub}, {@code nobody}
 * @param from the address that it came from; empty: from the hub itself
 * @param action what was done, as {@code join-token.make}: the thing and the verb
 * @param object on what, as {@code agent/6f1c...}; empty: on nothing that has a name
 * @param outcome what became of it
 * @param detail what changed, or why it was refused, in a sentence or as JSON; never a secret
 */
public record Deed(String who, String kind, String from, String action, String object, Outcome outcome, String detail) {

    /** What became of a deed. */
    public enum Outcome {
        DONE,
        /** The caller may not, or showed something wrong. */
        REFUSED,
        /** Allowed, and it could not be done. */
        FAILED
    }

    public Deed {
        Objects.requireNonNull(outcome, "outcome");
    }
}
