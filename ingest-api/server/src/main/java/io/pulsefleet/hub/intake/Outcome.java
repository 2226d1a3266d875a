package io.pulsefleet.hub.intake;

import java.util.List;

/** How it went with a parcel. */
sealed interface Outcome {

    /** It is in the store, now. */
    record Taken() implements Outcome {}

    /** It was in the store already. */
    record Known() implements Outcome {}

    /** Nothing of it was kept: it names sets that nobody has defined. */
    record UnknownSets(List<String> hashes) implements Outcome {}
}
