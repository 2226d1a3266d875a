package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.DatabaseIsReady;
import io.pulsefleet.hub.EverySecond;
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
import java.util.OptionalLong;
import java.util.UUID;

/** Has the states of monitors looked at once a second, by one hub of all: whoever has the lease. */
@ApplicationScoped
public class Watchman {

    private static final Logger LOG = System.getLogger(Watchman.class.getName());
    private static final String LEASE = "uptime-states";
    private static final Duration LENGTH = Duration.ofSeconds(10);

    @Resource
    ManagedScheduledExecutorService executor;

    @Inject
    Leases leases;

    @Inject
    Look look;

    private final String me = UUID.randomUUID().toString();
    private OptionalLong fence = OptionalLong.empty();
    private final EverySecond looks = new EverySecond("The states of monitors were not looked at", this::look);

    void begin(@Observes DatabaseIsReady event) {
        looks.begin(executor);
    }

    @PreDestroy
    void end() {
        looks.stop();
        release();
    }

    private synchronized void release() {
        fence.ifPresent(held -> {
            try {
                leases.release(LEASE, held);
            } catch (RuntimeException away) { // then it ends by itself
                LOG.log(Level.DEBUG, "The lease was not released: {0}", away.toString());
            }
        });
    }

    private synchronized void look() {
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
    }
}
