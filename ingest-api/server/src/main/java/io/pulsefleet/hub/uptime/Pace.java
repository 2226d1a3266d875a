package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.Recent;
import java.time.Duration;
import java.time.Instant;

/** How often somebody may do something in each stretch of time. */
final class Pace {

    private static final int MOST = 50_000;

    private final Recent<String, Spell> spells = new Recent<>(MOST);
    private final int times;
    private final Duration stretch;

    Pace(int times, Duration stretch) {
        this.times = times;
        this.stretch = stretch;
    }

    private record Spell(Instant since, int count) {}

    /** Counts it; false: it was once too often. */
    synchronized boolean allows(String whom, Instant now) {
        var spell = spells.find(whom)
                .filter(known -> known.since().plus(stretch).isAfter(now))
                .orElse(new Spell(now, 0));
        spells.put(whom, new Spell(spell.since(), spell.count() + 1));
        return spell.count() < times;
    }
}
