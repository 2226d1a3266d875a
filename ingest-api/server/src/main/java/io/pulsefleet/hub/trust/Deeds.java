package io.pulsefleet.hub.trust;

import io.pulsefleet.hub.Recent;
import io.pulsefleet.hub.access.Deed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** What is known for ever of joining and refusing, and counted. A flood of one refusal is one deed a minute, and counted whole. */
@ApplicationScoped
class Deeds {

    private static final Duration BETWEEN = Duration.ofMinutes(1);

    @Inject
    Event<Deed> deeds;

    @Inject
    MetricRegistry registry;

    private final Recent<String, Instant> told = new Recent<>(1_000);

    void done(String who, String kind, String from, String action, String object, String detail) {
        deeds.fire(new Deed(who, kind, from, action, object, Deed.Outcome.DONE, detail));
        count("pulsefleet_trust_deeds", "Hosts that joined, renewed, were revoked.", "action", action);
    }

    /** @param object on what; empty: nobody knows */
    void refused(Refusal why, String from, String action, String object) {
        count("pulsefleet_trust_refusals", "Refused join tokens, requests and certificates.", "reason", why.slug());
        var now = Instant.now();
        var key = why.slug() + " " + from + " " + object;
        if (told.find(key).filter(before -> before.plus(BETWEEN).isAfter(now)).isEmpty()) {
            told.put(key, now);
            deeds.fire(new Deed(
                    "", "nobody", from, action, object, Deed.Outcome.REFUSED, why.slug() + ": " + why.detail()));
        }
    }

    private void count(String name, String about, String tag, String value) {
        registry.counter(
                        Metadata.builder().withName(name).withDescription(about).build(), new Tag(tag, value))
                .inc();
    }
}
