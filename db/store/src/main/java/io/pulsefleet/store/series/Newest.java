package io.pulsefleet.store.series;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The newest visit of each agent and set, a few seconds behind. */
@ApplicationScoped
public class Newest {

    private Snapshot snapshot;

    public Newest() {}

    @Inject
    public Newest(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** @param values {@link io.pulsefleet.store.pack.Slice#MISSING} where the visit had none */
    @SuppressWarnings("ArrayRecordComponent") // read at once, never compared
    public record Visit(int agent, int set, Instant at, double[] values) {}

    /** Of all sets of this collector, the oldest first. */
    public List<Visit> of(Collection<Integer> agents, String collector, Duration longest) {
        if (agents.isEmpty()) {
            return List.of();
        }
        var select = """
                SELECT l.agent, l.set, l.at, l.values FROM latest l
                JOIN metric_set s ON s.id = l.set AND s.collector = '%s'
                WHERE l.agent = ANY ('%s'::int4[]) ORDER BY l.at""".formatted(
                        collector.replace("'", "''"),
                        agents.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}")));
        return snapshot.look(longest, connection -> {
            var visits = new ArrayList<Visit>();
            try (var rows = new Rows(connection, select)) {
                while (rows.next()) {
                    visits.add(new Visit(rows.number(), rows.number(), Micros.instant(rows.moment()), rows.values()));
                }
            }
            return visits;
        });
    }
}
