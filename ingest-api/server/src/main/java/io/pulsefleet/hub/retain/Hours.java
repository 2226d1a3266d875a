package io.pulsefleet.hub.retain;

import io.pulsefleet.hub.DatabaseIsReady;
import io.pulsefleet.hub.audit.AuditKeeping;
import io.pulsefleet.store.history.Clock;
import io.pulsefleet.store.history.HotLeaves;
import io.pulsefleet.store.history.Policies;
import io.pulsefleet.store.history.Retention;
import io.pulsefleet.store.history.Rolling;
import io.pulsefleet.store.uptime.Rollups;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.CronTrigger;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** When it is time: two minutes past each hour, and when the hub has started, for what was left meanwhile. */
@ApplicationScoped
public class Hours {

    private static final Logger LOG = System.getLogger(Hours.class.getName());
    private static final CronTrigger TWO_PAST = new CronTrigger("0 2 * * * *", ZoneOffset.UTC);
    private static final long LONGEST_MINUTES = 55;

    @Resource
    ManagedScheduledExecutorService executor;

    @Inject
    HubJobs jobs;

    @Inject
    HotLeaves leaves;

    @Inject
    Rolling rolling;

    @Inject
    Rollups rollups;

    @Inject
    Retention retention;

    @Inject
    Policies policies;

    @Inject
    AuditKeeping audit;

    @Inject
    Clock clock;

    private List<Future<?>> planned = List.of();

    synchronized void begin(@Observes DatabaseIsReady event) {
        if (planned.isEmpty()) {
            planned = List.of(executor.submit(this::look), executor.schedule(this::look, TWO_PAST));
        }
    }

    @PreDestroy
    synchronized void end() {
        planned.forEach(future -> future.cancel(true));
    }

    /** One after the other: what was packed may be rolled up, and what was rolled up may go. */
    private void look() {
        try {
            for (var job : List.of("pack", "roll", "uptime-roll", "retain")) {
                if (isDue(job, clock.now())) {
                    jobs.start(job).over().get(LONGEST_MINUTES, TimeUnit.MINUTES);
                }
            }
        } catch (NotNowException other) {
            LOG.log(Level.DEBUG, other.getMessage());
        } catch (TimeoutException stillAtIt) {
            LOG.log(Level.WARNING, "A job takes more than {0} minutes.", LONGEST_MINUTES);
        } catch (InterruptedException theHubStops) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException nextTime) { // else it would never be tried again
            LOG.log(Level.WARNING, "Nothing was packed, trying again in an hour: {0}", nextTime.toString());
        }
    }

    /** What has nothing to do is not started: a run in which nothing happened tells nobody anything. */
    private boolean isDue(String job, Instant now) {
        return switch (job) {
            case "pack" -> !leaves.toPack(now, RetainConfig.packGrace()).isEmpty();
            case "roll" -> !rolling.due(now, RetainConfig.rollGrace()).isEmpty();
            case "uptime-roll" ->
                !rollups.due(clock.now(), UptimeRollBatchlet.GRACE).isEmpty();
            default -> !retention.plan(now, policies.all()).isEmpty() || audit.isDue(now);
        };
    }
}
