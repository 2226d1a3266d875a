package io.pulsefleet.agent.jobs;

import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.LogLine;
import io.pulsefleet.wire.Reading;
import java.util.List;
import java.util.Optional;

/** What a visit found. */
sealed interface Found {

    /**
     * All that a visit found: the item of a collecting job. Each item costs Jakarta Batch a look at its repository, so that
     * one for each reading would take more than reading does.
     */
    record Whole(Visit visit, List<Found> all) {}

    Visit visit();

    record OneReading(Visit visit, Reading reading) implements Found {}

    /** The last of a visit that has more to tell than numbers. */
    record Rest(Visit visit, List<Document> documents, List<LogLine> lines, Optional<String> reached)
            implements Found {}
}
