package io.pulsefleet.hub.query;

import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Moments;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.query.UnpackResource.Done;
import io.pulsefleet.hub.query.UnpackResource.Wish;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.fleet.Named;
import io.pulsefleet.store.series.TooMuchException;
import io.pulsefleet.store.series.Unpacking;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What was unpacked for SQL, and that it goes away again. */
@ApplicationScoped
public class PlainRows {

    private static final Logger LOG = System.getLogger(PlainRows.class.getName());
    private static final Duration BY_DEFAULT = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    @Resource
    ManagedScheduledExecutorService executor;

    @Inject
    Catalog catalog;

    @Inject
    Unpacking unpacking;

    private Future<?> cleaning;

    void start(@Observes Startup event) {
        cleaning = executor.scheduleWithFixedDelay(this::clean, 1, 5, TimeUnit.MINUTES);
    }

    @PreDestroy
    void stop() {
        cleaning.cancel(true);
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400, 404 or 422 */
    Done make(Wish wish, Instant now) {
        var keep = wish.keep() == null ? BY_DEFAULT : wish.keep();
        check(wish, keep);
        var numbers = catalog.agents(wish.agents()).stream().map(Named::number).toList();
        var most = QueryConfig.get(QueryConfig.UNPACKED);
        var until = now.plus(keep);
        try {
            var done = unpacking.unpack(numbers, wish.from(), wish.to(), until, most);
            return new Done(done.slices(), done.visits(), until);
        } catch (TooMuchException refused) {
            throw Problems.tooMuch(
                    "These are %,d visits; PULSE_UNPACK_VISITS allows %,d. Choose a shorter span or fewer agents."
                            .formatted(refused.values(), most));
        }
    }

    private static void check(Wish wish, Duration keep) {
        var complaints = new Complaints();
        if (wish.agents() == null || wish.agents().isEmpty()) {
            complaints.add("agents", "is missing; * stands for all");
        }
        if (wish.from() == null || isBeyond(wish.from())) {
            complaints.add("from", "must be a moment from " + Moments.FIRST + " and before " + Moments.LAST);
        }
        if (wish.to() == null || isBeyond(wish.to())) {
            complaints.add("to", "must be a moment from " + Moments.FIRST + " and before " + Moments.LAST);
        } else if (wish.from() != null && !wish.from().isBefore(wish.to())) {
            complaints.add("from", "must be before 'to'");
        }
        if (keep.isNegative() || keep.isZero() || keep.compareTo(LONGEST) > 0) {
            complaints.add("keep", "must be at most " + LONGEST.toDays() + " days");
        }
        complaints.end();
    }

    private static boolean isBeyond(Instant at) {
        return at.isBefore(Moments.FIRST) || !at.isBefore(Moments.LAST);
    }

    private void clean() {
        try {
            unpacking.forget(Instant.now());
        } catch (StoreException nextTime) { // else it would never be tried again
            LOG.log(Level.WARNING, "What was unpacked is not taken away yet: {0}", nextTime.getMessage());
        }
    }
}
