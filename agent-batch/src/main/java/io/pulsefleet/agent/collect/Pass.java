package io.pulsefleet.agent.collect;

import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.LogLine;
import io.pulsefleet.wire.Reading;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The readings of one visit, pulled one by one. */
public interface Pass extends Closeable {

    /**
     * The next reading; empty at the end.
     *
     * @throws UnreadableItemException when one item is broken: it is counted, and the next call goes on behind it
     * @throws IOException when nothing more can be read
     */
    Optional<Reading> next() throws IOException;

    /** What it found beside readings. Asked once, when there are no more of them or when the target is away. */
    default List<Document> documents() {
        return List.of();
    }

    /** Lines of logs that it found. Asked as the documents are. */
    default List<LogLine> lines() {
        return List.of();
    }

    /** How far the target is read once this is sealed; empty where that is no matter. Asked as the documents are. */
    default Optional<String> reached() {
        return Optional.empty();
    }

    @Override
    default void close() throws IOException {}

    static Pass over(List<Reading> readings) {
        var left = readings.iterator();
        return () -> left.hasNext() ? Optional.of(left.next()) : Optional.empty();
    }
}
