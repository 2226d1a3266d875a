package io.pulsefleet.agent.collect.docker;

import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Reading;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What a visit found, or that the daemon is away; either way with the events that were read. */
record DockerPass(
        Deque<String> troubles,
        Deque<Reading> readings,
        Optional<AwayException> away,
        List<Document> documents,
        Optional<String> reached)
        implements Pass {

    DockerPass(
            List<String> troubles,
            List<Reading> readings,
            Optional<AwayException> away,
            List<Document> documents,
            Optional<String> reached) {
        this(new ArrayDeque<>(troubles), new ArrayDeque<>(readings), away, documents, reached);
    }

    @Override
    public Optional<Reading> next() throws IOException {
        if (away.isPresent()) {
            throw new UnreachableException(away.get().getMessage(), away.get());
        }
        if (!troubles.isEmpty()) {
            throw new UnreadableItemException(troubles.removeFirst(), null);
        }
        return Optional.ofNullable(readings.pollFirst());
    }
}
