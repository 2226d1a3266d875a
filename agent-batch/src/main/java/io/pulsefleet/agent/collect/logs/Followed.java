package io.pulsefleet.agent.collect.logs;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** A source that is read on. */
interface Followed extends Closeable {

    String name();

    /** Reads on into the batch, as far as it goes. */
    void read(Batch batch, Map<String, Burst> bursts, Instant now) throws IOException;

    /** What was read last is to be read again. */
    void forget();

    /** As it was when it was read last. */
    SourceState state();

    @Override
    default void close() {}
}
