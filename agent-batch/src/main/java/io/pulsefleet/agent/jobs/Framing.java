package io.pulsefleet.agent.jobs;

import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * From a visit's readings to frames: one for all that stays, and one for each entity that comes and goes.
 *
 * <p>A set never changes. If all stood in one, each newcomer would make a set of everything anew; so an entity's set has
 * its own positions only, and is the same when it comes again.
 */
record Framing(MetricSet set, Frame frame) {

    /** In the order in which the readings first named them. */
    static List<Framing> of(CollectorInfo info, Visit visit, List<Reading> readings) {
        var byEntity = new LinkedHashMap<List<String>, ArrayList<Reading>>();
        for (var reading : readings) {
            byEntity.computeIfAbsent(entityOf(reading.position(), info), none -> new ArrayList<>())
                    .add(reading);
        }
        return byEntity.values().stream()
                .map(together -> of(info.name(), visit, together))
                .toList();
    }

    private static Framing of(String collector, Visit visit, List<Reading> readings) {
        var set = new MetricSet(
                collector,
                visit.target(),
                readings.stream().map(Reading::position).toList());
        var values = readings.stream().mapToDouble(Reading::value).toArray();
        return new Framing(set, new Frame(set.hash(), visit.at(), values));
    }

    /** Its labels' values; empty texts for what belongs to none. */
    private static List<String> entityOf(Position position, CollectorInfo info) {
        return info.entities().stream()
                .map(label -> position.labels().getOrDefault(label, ""))
                .toList();
    }
}
