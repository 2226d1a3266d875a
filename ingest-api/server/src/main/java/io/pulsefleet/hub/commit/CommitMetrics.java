package io.pulsefleet.hub.commit;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Histogram;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/** How the queue and the transactions do, for {@code /metrics}. */
@ApplicationScoped
class CommitMetrics {

    @Inject
    MetricRegistry registry;

    private Timer commits;
    private Histogram groups;

    @PostConstruct
    void declare() {
        commits = registry.timer(about("pulsefleet_commit_seconds", "From a group's first statement to its commit."));
        groups = registry.histogram(about("pulsefleet_group_parcels", "Parcels that shared a transaction."));
    }

    void watch(Supplier<Lanes.Room> used) {
        registry.gauge(
                about("pulsefleet_queue_parcels", "Parcels that wait."),
                () -> used.get().count());
        registry.gauge(
                about("pulsefleet_queue_bytes", "Bytes that wait."),
                () -> used.get().bytes());
    }

    void committed(int parcels, Duration took) {
        commits.update(took);
        groups.update(parcels);
    }

    void turnedAway(Lanes.Refusal why) {
        counter("pulsefleet_turned_away", "Answered with 429, by reason.", "reason", why.name())
                .inc();
    }

    void troubled(String how) {
        counter("pulsefleet_group_troubles", "Transactions that did not end well, by what followed.", "then", how)
                .inc();
    }

    private Counter counter(String name, String about, String tag, String value) {
        return registry.counter(about(name, about), new Tag(tag, value));
    }

    private static Metadata about(String name, String about) {
        return Metadata.builder().withName(name).withDescription(about).build();
    }
}
