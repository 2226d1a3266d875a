package io.pulsefleet.hub.windows;

import static java.util.stream.Collectors.toMap;

import io.pulsefleet.hub.access.Reach;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.ingest.PulseWords;
import io.pulsefleet.store.documents.Documents;
import io.pulsefleet.store.fleet.Named;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The windows of payloads, from wherever they came. */
@ApplicationScoped
public class Windows {

    /** A window is marked by the one before it, which may lie before what is asked for. */
    private static final Duration BEFORE = Duration.ofDays(2);

    private static final int MORE = 500;

    @Inject
    Documents documents;

    @Inject
    Reach reach;

    /**
     * @param agent an id or a hostname; empty: of all
     * @param from and {@code to}: when they ended
     */
    record Asked(Optional<String> agent, Optional<String> target, Instant from, Instant to, int limit) {}

    /**
     * The newest first.
     *
     * @throws jakarta.ws.rs.WebApplicationException 404 when there is no such agent
     */
    List<WindowRow> list(Asked asked) {
        var agents = agents(asked.agent()).stream().collect(toMap(Named::number, Function.identity()));
        var found = documents.find(
                agents.keySet(),
                PulseWords.KIND,
                asked.target(),
                asked.from().minus(BEFORE),
                asked.to(),
                asked.limit() + MORE);
        var windows = found.stream()
                .flatMap(one -> PayloadReader.read(one, agents.get(one.agent())).stream())
                .toList();
        return Follows.mark(windows).stream()
                .filter(window -> !window.end().isBefore(asked.from()))
                .limit(asked.limit())
                .toList();
    }

    private List<Named> agents(Optional<String> name) {
        if (name.isEmpty()) {
            return reach.all();
        }
        var called = reach.called(List.of(name.get()));
        if (called.isEmpty()) {
            throw Problems.notFound("There is no agent " + name.get() + ".");
        }
        return called;
    }
}
