package io.pulsefleet.agent.jobs;

import jakarta.batch.api.chunk.AbstractCheckpointAlgorithm;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import java.time.Duration;

/** The chunk is over when its visits are over: they are one item, however many readings they found. */
@Named
@Dependent
public class VisitOver extends AbstractCheckpointAlgorithm {

    /** A chunk begins when the last visit ended, so its transaction waits as long as the reader does for a ring. */
    private static final int LONGER_THAN_ANY_INTERVAL = (int) Duration.ofDays(3).toSeconds();

    /** Open Liberty takes a chunk's time-out from here, not from the step's {@code jakarta.transaction.global.timeout}. */
    @Override
    public int checkpointTimeout() {
        return LONGER_THAN_ANY_INTERVAL;
    }

    @Override
    public boolean isReadyToCheckpoint() {
        return true;
    }
}
