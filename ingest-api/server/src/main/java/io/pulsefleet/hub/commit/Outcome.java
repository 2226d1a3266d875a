package io.pulsefleet.hub.commit;

/** How it went with a parcel. */
public sealed interface Outcome {

    /** It is in the store, now. */
    record Taken() implements Outcome {}

    /** It was in the store already. */
    record Known() implements Outcome {}

    /** The database found fault with what its sender said, and would again. Nothing of it was kept. */
    record Broken(String why) implements Outcome {}

    /** The database is away, or waits for something too long. Nothing of it was kept, as far as we know; it may come again. */
    record Away(String why) implements Outcome {}

    /** Our failure, told in the log under this id. Nothing of it was kept. */
    record Failed(String id) implements Outcome {}
}
