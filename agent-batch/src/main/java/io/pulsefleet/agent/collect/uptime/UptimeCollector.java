package io.pulsefleet.agent.collect.uptime;

import static io.pulsefleet.wire.Metric.gauge;

import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.agent.collect.Glance;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.Reading;
import io.pulsefleet.wire.uptime.Heartbeats;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Tells what was seen of what is to be up (UO-01, UO-04).
 *
 * <pre>
 * uptime.heartbeats.waiting 0.0
 * uptime.heartbeats.lost 0.0
 * and documents of the kind uptime.heartbeats, with all heartbeats since the last visit
 * </pre>
 *
 * <p>(1) A heartbeat waits here until it is sealed; what a visit took and could not seal is told again by the next. (2) One
 * that is otherwise than the one before does not wait for the ring.
 */
@Dependent
final class UptimeCollector implements Collector {

    private static final System.Logger LOG = System.getLogger(UptimeCollector.class.getName());

    private static final Duration GLANCE_EVERY = Duration.ofSeconds(1);

    static final Metric WAITING =
            gauge("uptime.heartbeats.waiting", "{heartbeat}", "Heartbeats that this visit could not take along.");
    static final Metric LOST = gauge(
            "uptime.heartbeats.lost",
            "{heartbeat}",
            "Heartbeats that had to go since the last visit: nothing took them.");

    private final Settings settings;
    private final Probing probing;

    @Inject
    UptimeCollector(Settings settings, Probing probing) {
        this.settings = settings;
        this.probing = probing;
    }

    @Override
    public CollectorInfo info() {
        return new CollectorInfo(
                        "uptime",
                        "Whether what others offer is up, as seen from this agent's datacenter.",
                        Duration.ofSeconds(5),
                        List.of(WAITING, LOST))
                .visiting("The datacenter that PULSE_UPTIME_DATACENTER names; nothing where none is named.")
                .sending(Heartbeats.KIND, "What each probe saw: its phases, its status, and what was wrong.");
    }

    @Override
    public List<String> targets() {
        return settings.find(UptimeConfig.DATACENTER).map(List::of).orElse(List.of());
    }

    @Override
    public Optional<Duration> glanceEvery() {
        return Optional.of(GLANCE_EVERY);
    }

    @Override
    public Glance glance(Visit now) {
        return new Glance(GLANCE_EVERY, probing.outbox().hasNews());
    }

    @Override
    public Pass begin(Visit visit) throws java.io.IOException {
        var outbox = probing.outbox();
        outbox.settle(visit.place().read());
        var lost = outbox.lost();
        if (lost > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "uptime: save failed: {0} heartbeats had to go, the oldest first; the spool did not take them",
                    String.valueOf(lost));
        }
        var documents = outbox.take(visit.at());
        return new Told(
                List.of(WAITING.read(visit.at(), outbox.size()), LOST.read(visit.at(), (double) lost))
                        .iterator(),
                documents,
                documents.isEmpty() ? Optional.empty() : Optional.of(outbox.mark()));
    }

    private record Told(Iterator<Reading> left, List<Document> documents, Optional<String> reached) implements Pass {

        @Override
        public Optional<Reading> next() {
            return left.hasNext() ? Optional.of(left.next()) : Optional.empty();
        }
    }
}
