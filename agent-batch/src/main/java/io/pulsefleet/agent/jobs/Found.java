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
     * The item of a collecting job: visits that were over at about the same time. Each item costs Jakarta Batch a look at
     * its repository, so that one for each reading would take more than reading does; and each chunk costs the disk a write
     * and the hub a request.
     */
    record Together(List<Whole> visits) {}

    /** All that a visit found. */
    record Whole(Visit visit, List<Found> all) {

        private static final int OF_A_READING = 50;

        /** About what it takes in a shipment, in bytes. */
        long size() {
            return all.stream().mapToLong(Found::size).sum();
        }
    }

    private static long size(Found found) {
        if (found instanceof Rest rest) {
            return rest.documents().stream()
                            .mapToLong(document -> document.body().text().length())
                            .sum()
                    + rest.lines().stream()
                            .mapToLong(line -> line.text().length())
                            .sum();
        }
        return Whole.OF_A_READING;
    }

    Visit visit();

    record OneReading(Visit visit, Reading reading) implements Found {}

    /** The last of a visit that has more to tell than numbers. */
    record Rest(Visit visit, List<Document> documents, List<LogLine> lines, Optional<String> reached)
            implements Found {}
}
