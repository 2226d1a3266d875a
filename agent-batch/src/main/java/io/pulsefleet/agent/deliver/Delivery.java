package io.pulsefleet.agent.deliver;

import static io.pulsefleet.agent.hub.HubLink.Road.DELIVERY;

import io.pulsefleet.agent.fleet.Membership;
import io.pulsefleet.agent.hub.Answer;
import io.pulsefleet.agent.hub.Backoff;
import io.pulsefleet.agent.hub.HubConfig;
import io.pulsefleet.agent.hub.HubLink;
import io.pulsefleet.agent.spool.Packed;
import io.pulsefleet.agent.spool.Segment;
import io.pulsefleet.agent.spool.Spool;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * Offers one segment after the other to the hub, as long as there are any; in which order, the spool says.
 *
 * <pre>
 * IDLE     --a segment is sealed---------------------------> OFFERING
 * OFFERING --none is left----------------------------------> IDLE
 *          --the hub is away-------------------------------> BACKING OFF (longer each time)
 *          --the hub does not know us----------------------> IDLE until we are registered again
 * BACKING OFF --time is up, or a heartbeat came through----> OFFERING
 * </pre>
 */
@ApplicationScoped
public class Delivery {

    @Inject
    Settings settings;

    @Inject
    Spool spool;

    @Inject
    Courier courier;

    @Inject
    Membership membership;

    @Inject
    HubLink link;

    @Inject
    Troubles troubles;

    private final Bell bell = new Bell();
    private volatile Backoff backoff = Backoff.NONE;
    private volatile boolean isAtWork;

    @PostConstruct
    void listen() {
        spool.onSealed(() -> bell.ring(Bell.Ring.SEALED));
        membership.onRegistered(() -> bell.ring(Bell.Ring.HUB_IS_BACK));
        link.onBack(() -> bell.ring(Bell.Ring.HUB_IS_BACK));
    }

    /**
     * Delivers until the shift is over or {@link #stop} is called.
     *
     * @param delivered told of each segment that the hub has now
     */
    public void work(Instant shiftEnd, Consumer<Segment> delivered) {
        bell.open();
        isAtWork = true;
        try {
            workUntil(shiftEnd, delivered);
        } finally {
            isAtWork = false;
        }
        link.unused(DELIVERY);
    }

    /**
     * After its shift: offers what was sealed last, so that the hub need not wait for the agent's next start to know it. A
     * hub that is away is not waited for, and neither is one that was.
     */
    public void finish(Duration longest) {
        var end = System.nanoTime() + longest.toNanos();
        if (isAtWork || !HubConfig.isThere(settings)) {
            return;
        }
        while (System.nanoTime() < end && membership.registered() && backoff.failures() == 0) {
            var next = spool.next();
            if (next.isEmpty()) {
                return;
            }
            deliver(next.get(), segment -> {});
        }
    }

    private void workUntil(Instant shiftEnd, Consumer<Segment> delivered) {
        while (!bell.isClosed() && Instant.now().isBefore(shiftEnd)) {
            var untilEnd = Duration.between(Instant.now(), shiftEnd);
            if (!HubConfig.isThere(settings)) {
                letGo(untilEnd, delivered);
            } else if (membership.registered()) {
                spool.next().ifPresentOrElse(packed -> deliver(packed, delivered), () -> {
                    spool.settle();
                    bell.await(untilEnd, Bell.Ring.SEALED);
                });
            } else {
                bell.await(untilEnd, Bell.Ring.HUB_IS_BACK);
            }
        }
    }

    /** Nobody waits for it: who else wanted a copy has it. */
    private void letGo(Duration untilEnd, Consumer<Segment> delivered) {
        spool.next()
                .ifPresentOrElse(
                        packed -> {
                            spool.forget(packed.segment());
                            delivered.accept(packed.segment());
                        },
                        () -> {
                            spool.settle();
                            bell.await(untilEnd, Bell.Ring.SEALED);
                        });
    }

    /** May come from any thread; work ends as soon as the hub has answered what is on its way. */
    public void stop() {
        bell.close();
    }

    private void deliver(Packed packed, Consumer<Segment> delivered) {
        var answer = offer(packed);
        switch (answer.outcome()) {
            case TAKEN, KNOWN -> {
                spool.forget(packed.segment());
                delivered.accept(packed.segment());
                troubles.over("refused", "delivery: the hub takes what it is sent again");
                answered();
            }
            case REFUSED, UNKNOWN_SETS -> {
                spool.setAside(packed.segment());
                troubles.tell(
                        "refused",
                        "delivery: the hub refuses %s (%s); it lies in the spool's folder 'refused'"
                                .formatted(packed.segment().name(), answer.detail()));
                answered();
            }
            case UNAUTHORIZED -> {
                link.refused(DELIVERY, answer.detail() + "; it registers again");
                membership.lost();
            }
            case AWAY -> {
                link.away(DELIVERY, answer.detail());
                backoff = backoff.afterFailure();
                var pause = backoff.pause(ThreadLocalRandom.current().nextDouble());
                bell.await(answer.retryAfter().orElse(pause), Bell.Ring.HUB_IS_BACK);
            }
        }
    }

    private Answer offer(Packed packed) {
        try {
            return courier.offer(packed);
        } catch (HubAwayException away) {
            return away.answer();
        } catch (CircuitBreakerOpenException nobodySent) {
            return Answer.none("it was away a moment ago");
        }
    }

    private void answered() {
        backoff = Backoff.NONE;
        link.reachable(DELIVERY);
    }
}
