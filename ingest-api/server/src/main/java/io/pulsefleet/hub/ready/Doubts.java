package io.pulsefleet.hub.ready;

import io.pulsefleet.hub.DatabaseIsLost;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Whether the database was lost, so that it is to be asked first. */
@ApplicationScoped
public class Doubts {

    @Inject
    Preparation preparation;

    private volatile boolean doubtful;

    void raise(@Observes DatabaseIsLost event) {
        doubtful = true;
    }

    void settle() {
        doubtful = false;
    }

    /** Whether it was there and was lost; not: whether it was never there since this hub began. */
    public boolean areOfALostOne() {
        return doubtful && preparation.isDone();
    }

    /** Whether a request needs not even ask. */
    public boolean areNone() {
        return !doubtful && preparation.isDone();
    }
}
