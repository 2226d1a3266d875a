package io.pulsefleet.hub.query;

import io.pulsefleet.hub.access.Reach;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.query.Definitions.Definition;
import io.pulsefleet.store.fleet.Marks;
import io.pulsefleet.store.fleet.Marks.Mark;
import io.pulsefleet.store.fleet.Named;
import io.pulsefleet.store.series.Wanted;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.Position;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which series there are, and where they lie. */
@ApplicationScoped
public class Catalog {

    @Inject
    Reach reach;

    @Inject
    Marks marks;

    @Inject
    Definitions definitions;

    private static final Mark UNMARKED = new Mark("", Map.of());

    /** A series is the same whichever set it stands in: an agent's sets change when a disk comes or goes. */
    private record Key(int agent, String collector, String target, Map<String, String> labels) {}

    /**
     * The series of one metric, agent by agent.
     *
     * @param sample what its kind and unit are read from; empty: nobody has it
     * @param wanted the numbers of the series are their places in {@code lines}
     */
    record Found(Optional<Position> sample, List<Line> lines, List<Wanted> wanted) {

        Metric.Kind kind() {
            return sample.map(Position::kind).orElse(null);
        }

        String unit() {
            return sample.map(Position::unit).orElse(null);
        }
    }

    /**
     * Of a group or with tags that nobody has: none.
     *
     * @throws jakarta.ws.rs.WebApplicationException 404 that names those that there are not
     */
    List<Named> about(Asked asked) {
        return about(asked.agents(), asked.groups(), asked.tags());
    }

    List<Named> about(List<String> agents, List<String> groups, Map<String, String> tags) {
        var named = agents(agents);
        if (groups.isEmpty() && tags.isEmpty()) {
            return named;
        }
        var marked = marks.agents(groups, tags);
        return named.stream().filter(agent -> marked.contains(agent.number())).toList();
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 that names those that there are not */
    public List<Named> agents(List<String> asked) {
        if (asked.contains(Asked.ALL)) {
            return reach.all();
        }
        var found = reach.called(asked);
        var unknown = asked.stream()
                .filter(name -> found.stream().noneMatch(agent -> isCalled(name, agent)))
                .toList();
        if (!unknown.isEmpty()) {
            throw Problems.notFound("There is no agent " + String.join(", ", unknown) + ".");
        }
        return found;
    }

    private static boolean isCalled(String name, Named agent) {
        return agent.hostname().equals(name) || agent.id().toString().equalsIgnoreCase(name);
    }

    /** Those whose agent was removed just now are left out of no line: they are in no group, and bear no tag. */
    List<Line> marked(List<Line> lines, By by) {
        if (!by.wantsMarks()) {
            return lines;
        }
        var its = marks.of(lines.stream().map(Line::number).distinct().toList());
        return lines.stream()
                .map(line -> by.marked(line, its.getOrDefault(line.number(), UNMARKED)))
                .toList();
    }

    Found find(List<Named> of, String metric, Map<String, String> labels) {
        var sets = definitions.of(of.stream().map(Named::number).toList());
        var numbers = new HashMap<Key, Integer>();
        var lines = new ArrayList<Line>();
        var wanted = new ArrayList<Wanted>();
        Position sample = null;
        for (var agent : of) {
            for (var set : sets.getOrDefault(agent.number(), List.of())) {
                for (var place : set.placesOf(metric)) {
                    var position = set.positions().get(place);
                    if (position.labels().entrySet().containsAll(labels.entrySet())) {
                        sample = position;
                        var key = new Key(agent.number(), set.collector(), set.target(), position.labels());
                        var series = numbers.computeIfAbsent(key, none -> {
                            lines.add(line(agent, set, position));
                            return lines.size() - 1;
                        });
                        wanted.add(new Wanted(agent.number(), set.set(), place, series));
                    }
                }
            }
        }
        return new Found(Optional.ofNullable(sample), lines, wanted);
    }

    private static Line line(Named agent, Definition set, Position position) {
        return new Line(
                agent.id(),
                agent.hostname(),
                agent.number(),
                null,
                null,
                set.collector(),
                set.target(),
                position.labels(),
                position.kind() == Metric.Kind.COUNTER);
    }
}
