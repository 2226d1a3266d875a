package io.pulsefleet.hub.log;

import java.util.concurrent.CompletionStage;

/** What is appended here is read once or more than once by somebody who stores it. */
public interface ShipmentLog {

    /**
     * The stage completes once the log has it, for good.
     *
     * @throws jakarta.ws.rs.WebApplicationException 429 or 503, with Retry-After: it has not, as far as we know; the stage
     *     may fail so, too
     */
    CompletionStage<Void> append(Entry entry);

    /** Hands the reader what was appended. Nothing is read before. */
    void readWith(Reader reader);

    /** Stores what is read. */
    @FunctionalInterface
    interface Reader {

        /** The stage completes once it is stored. It fails with {@link UnfitException} when it never will be. */
        CompletionStage<Void> read(Entry entry);
    }
}
