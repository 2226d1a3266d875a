package io.pulsefleet.agent.collect.plugins;

import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Reading;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What was found, what of it could not be taken, and at last what is wrong with all of it.
 *
 * @param items one sentence for each that cannot be taken
 * @param failure told behind the readings, so that these stand
 */
record PlugInPass(
        Deque<Reading> readings,
        Deque<String> items,
        Optional<IOException> failure,
        List<Document> documents,
        Optional<String> reached)
        implements Pass {

    static PlugInPass of(List<Reading> readings, List<String> items) {
        return new PlugInPass(
                new ArrayDeque<>(readings), new ArrayDeque<>(items), Optional.empty(), List.of(), Optional.empty());
    }

    static PlugInPass failed(List<Reading> readings, IOException failure) {
        return new PlugInPass(
                new ArrayDeque<>(readings), new ArrayDeque<>(), Optional.of(failure), List.of(), Optional.empty());
    }

    PlugInPass telling(List<Document> more, String place) {
        return new PlugInPass(readings, items, failure, more, Optional.of(place));
    }

    @Override
    public Optional<Reading> next() throws IOException {
        if (!items.isEmpty()) {
            throw new UnreadableItemException(items.removeFirst(), null);
        }
        var next = Optional.ofNullable(readings.pollFirst());
        if (next.isEmpty() && failure.isPresent()) {
            throw failure.get();
        }
        return next;
    }
}
