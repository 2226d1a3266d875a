package io.pulsefleet.hub.ready;

import io.pulsefleet.hub.DatabaseIsBack;
import io.pulsefleet.hub.DatabaseIsReady;
import io.pulsefleet.hub.access.FirstKeys;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.schema.Partitions;
import io.pulsefleet.store.schema.Schema;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Makes the database fit, in the background: the hub starts without it, says that it is not ready, and tries again and
 * again until it is. From then on partitions are made ahead every hour.
 */
@ApplicationScoped
public class Preparation {

    private static final Logger LOG = System.getLogger(Preparation.class.getName());
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    @Resource
    ManagedScheduledExecutorService executor;

    @Inject
    Schema schema;

    @Inject
    Partitions partitions;

    @Inject
    FirstKeys firstKeys;

    @Inject
    Event<DatabaseIsReady> ready;

    private volatile boolean done;
    private volatile Future<?> next;
    private String lastTrouble = "";

    void start(@Observes Startup event) {
        executor.execute(this::prepare);
    }

    @PreDestroy
    void stop() {
        if (next != null) {
            next.cancel(true);
        }
    }

    /** The schema may be another one now. Until it was looked at, nothing is answered. */
    synchronized void again(@Observes DatabaseIsBack event) {
        if (done) {
            done = false;
            next.cancel(false);
            executor.execute(this::prepare);
        }
    }

    /** Whether the schema is what this version needs. */
    boolean isDone() {
        return done;
    }

    private synchronized void prepare() {
        try {
            schema.migrate();
            partitions.makeAhead(Instant.now());
            firstKeys.make();
        } catch (RuntimeException | LinkageError notYet) { // also a library that is not there: it must be told
            tell(notYet);
            next = executor.schedule(this::prepare, BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS);
            return;
        }
        lastTrouble = "";
        next = executor.scheduleWithFixedDelay(this::makePartitions, 1, 1, TimeUnit.HOURS);
        done = true;
        LOG.log(Level.INFO, "The database is ready.");
        ready.fire(new DatabaseIsReady());
    }

    /** Once for each trouble, not once for each try. */
    private void tell(Throwable notYet) {
        var trouble = StoreException.isAway(notYet) ? "it does not answer" : notYet.toString();
        if (!trouble.equals(lastTrouble)) {
            LOG.log(Level.WARNING, "The database is not ready, trying again every second: {0}", trouble);
        }
        lastTrouble = trouble;
    }

    private void makePartitions() {
        try {
            partitions.makeAhead(Instant.now());
        } catch (
                RuntimeException nextTime) { // else it would never be tried again; meanwhile rows go to the default one
            LOG.log(Level.WARNING, "Partitions were not made, trying again in an hour: {0}", nextTime.toString());
        }
    }
}
