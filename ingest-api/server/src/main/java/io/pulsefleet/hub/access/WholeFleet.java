package io.pulsefleet.hub.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;

/** Stands for a caller where there is none: what asks for hosts is told of all. */
@ApplicationScoped
class WholeFleet {

    @Inject
    Reach reach;

    @ActivateRequestContext
    void run(Runnable task) {
        reach.isWhole();
        task.run();
    }
}
