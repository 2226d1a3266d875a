package io.pulsefleet.hub.ready;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Whether the database was away, so that it is to be asked first. */
@ApplicationScoped
public class Doubts {

    @Inject
    Preparation preparation;

    private volatile boolean doubtful;

    /** An answer was 503. */
    public void raise() {
        doubtful = true;
    }

    void settle() {
        doubtful = false;
    }

    boolean areThere() {
        return doubtful;
    }

    /** Whether a request needs not even ask. */
    public boolean areNone() {
        return !doubtful && preparation.isDone();
    }
}
