package io.pulsefleet.hub.query;

import io.pulsefleet.store.series.Drift;
import io.pulsefleet.store.series.Drift.Moved;
import io.pulsefleet.store.series.Newest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** File systems that are full, or will be before anybody looks again. */
@ApplicationScoped
public class FullSoon {

    private static final String COLLECTOR = "system";
    private static final String METRIC = "system.filesystem.utilization";
    private static final String MOUNTPOINT = "system.filesystem.mountpoint";

    /** Of what is emptier nobody needs to hear, however fast it fills. */
    private static final double LEAST = 0.5;

    private static final double FULL = 0.95;

    private static final Duration SOON = Duration.ofDays(7);
    private static final Duration PRESENT = Duration.ofMinutes(5);
    private static final Duration FROM = Duration.ofHours(25);
    private static final Duration TO = Duration.ofHours(4);

    @Inject
    Newest newest;

    @Inject
    Drift drift;

    @Inject
    Definitions definitions;

    /**
     * @param agent its number
     * @param used share from 0 to 1
     * @param until until it is full, if it goes on so; empty: it does not fill
     */
    public record FileSystem(int agent, String mountpoint, double used, Optional<Duration> until) {}

    /** In no order. */
    public List<FileSystem> all(Instant now) {
        return Patience.read(longest -> find(now, longest));
    }

    private List<FileSystem> find(Instant now, Duration longest) {
        var meanings = definitions.get(newest.sets(COLLECTOR, longest));
        var places = new HashMap<Integer, List<Integer>>();
        meanings.forEach((set, meaning) -> places.put(set, meaning.placesOf(METRIC)));
        return drift.of(places, LEAST, now.minus(PRESENT), now.minus(FROM), now.minus(TO), longest).stream()
                .filter(FullSoon::isOne)
                .map(moved -> fileSystem(moved, meanings))
                .toList();
    }

    static boolean isOne(Moved moved) {
        return moved.value() >= FULL
                || Filling.of(moved)
                        .until()
                        .filter(until -> until.compareTo(SOON) <= 0)
                        .isPresent();
    }

    private static FileSystem fileSystem(Moved moved, Map<Integer, Definitions.Definition> meanings) {
        var filling = Filling.of(moved);
        var labels = meanings.get(moved.set()).positions().get(moved.place()).labels();
        return new FileSystem(moved.agent(), labels.getOrDefault(MOUNTPOINT, ""), filling.used(), filling.until());
    }
}
