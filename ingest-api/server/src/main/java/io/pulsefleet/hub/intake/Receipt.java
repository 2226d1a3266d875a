package io.pulsefleet.hub.intake;

import java.util.List;

/** What the sender of a shipment is told. */
public sealed interface Receipt {

    /**
     * It is in the store, now.
     *
     * @param dropped frames whose moment is beyond {@link Window}; they are not
     */
    record Taken(int dropped) implements Receipt {}

    /** It was in the store already. */
    record Known() implements Receipt {}

    /** Nothing of it was kept: it names sets that nobody has defined. */
    record UnknownSets(List<String> hashes) implements Receipt {}
}
