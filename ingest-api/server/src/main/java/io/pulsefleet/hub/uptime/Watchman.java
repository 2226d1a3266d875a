package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.DatabaseIsReady;
import io.pulsefleet.store.lease.Leases;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Has the states of monitors looked at once a second, by one hub of all: whoever has the lease. */
@ApplicationScoped
public class Watchman {

    private static final Logger LOG = System.getLogger(Watchman.class.getName());
    private static final String LEASE = "uptime-states";
    private static final Duration LENGTH = Duration.ofSeconds(10);
    private static final long EVERY_MILLIS = 1_000;

    @Resource
    ManagedScheduledExecutorService executor;

    @Inject
    Leases leases;

    @Inject
    Look look;

    private final String me = UUID.randomUUID().toString();
    private OptionalLong fence = OptionalLong.empty();
    private boolean failing;
    private Optional<Future<?>> looks = Optional.empty();

    synchronized void begin(@Observes DatabaseIsReady event) {
        cancel();
        looks = Optional.of(
                executor.scheduleWithFixedDelay(this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS));
    }

    @PreDestroy
    synchronized void end() {
        cancel();
        fence.ifPresent(held -> {
            try {
                leases.release(LEASE, held);
            } catch (RuntimeException away) { // then it ends by itself
                LOG.log(Level.DEBUG, "The lease was not released: {0}", away.toString());
            }
        });
    }

    private void cancel() {
        looks.ifPresent(running -> running.cancel(false));
    }

    private synchronized void look() {
        try {
            if (fence.isPresent() && !leases.extend(LEASE, fence.getAsLong(), LENGTH)) {
                fence = OptionalLong.empty();
            }
            if (fence.isEmpty()) {
                look.anew();
                fence = leases.take(LEASE, me, LENGTH);
            }
            if (fence.isPresent()) {
                look.now();
            }
            failing = false;
        } catch (RuntimeException nextTime) { // else it would never be looked at again
            if (!failing) {
                LOG.log(Level.WARNING, "The states of monitors were not looked at: {0}", nextTime.toString());
            }
            failing = true;
        }
    }
}
