package io.pulsefleet.store.series;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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

    /** The sets of this collector of which there is a newest visit. */
    public List<Integer> sets(String collector, Duration longest) {
        var select = """
                SELECT s.id FROM metric_set s
                WHERE s.collector = '%s' AND EXISTS (SELECT FROM latest l WHERE l.set = s.id)""".formatted(collector.replace("'", "''"));
        return snapshot.look(longest, connection -> {
            var sets = new ArrayList<Integer>();
            try (var rows = new Rows(connection, select)) {
                while (rows.next()) {
                    sets.add(rows.number());
                }
            }
            return sets;
        });
    }

    /**
     * The oldest first.
     *
     * @param places by set, from 0: whose values are wanted of its visits, and in which order; other sets are left out
     */
    public List<Visit> of(Collection<Integer> agents, Map<Integer, List<Integer>> places, Duration longest) {
        if (agents.isEmpty() || places.isEmpty()) {
            return List.of();
        }
        var select = """
                SELECT l.agent, l.set, l.at, ARRAY(SELECT l.values[place] FROM unnest(w.places) place)
                FROM latest l JOIN (VALUES %s) w (set, places) ON w.set = l.set
                WHERE l.agent = ANY ('%s'::int4[]) ORDER BY l.at""".formatted(
                        places.entrySet().stream()
                                .map(set -> "(%d, '%s'::int4[])".formatted(set.getKey(), list(set.getValue(), 1)))
                                .collect(Collectors.joining(", ")),
                        list(agents, 0));
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

    private static String list(Collection<Integer> numbers, int plus) {
        return numbers.stream()
                .map(number -> Integer.toString(number + plus))
                .collect(Collectors.joining(",", "{", "}"));
    }
}
