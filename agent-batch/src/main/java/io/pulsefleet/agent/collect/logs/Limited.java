package io.pulsefleet.agent.collect.logs;

import java.time.Duration;
import java.time.Instant;

/** Whether a source was limited of late: so long after lines were left out its state says so. */
final class Limited {

    private static final Duration SAID_FOR = Duration.ofMinutes(10);

    private Instant last = Instant.EPOCH;

    /** @param state as it is without; one that is worse stands */
    SourceState in(SourceState state, Source source, int rate, boolean leftOutNow, Instant now) {
        if (leftOutNow) {
            last = now;
        }
        return state.state() == SourceState.State.OK && now.isBefore(last.plus(SAID_FOR))
                ? SourceState.limited(source, state.files(), rate)
                : state;
    }
}
