package io.pulsefleet.hub.access;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Executor;

/** Does what no request waits for, with the whole fleet within reach: what it finds is for those only who see all of it. */
@ApplicationScoped
public class Meanwhile implements Executor {

    @Resource
    ManagedExecutorService executor;

    @Inject
    WholeFleet wholeFleet;

    /** @throws java.util.concurrent.RejectedExecutionException when the server stops */
    @Override
    public void execute(Runnable task) {
        executor.execute(() -> wholeFleet.run(task));
    }
}
