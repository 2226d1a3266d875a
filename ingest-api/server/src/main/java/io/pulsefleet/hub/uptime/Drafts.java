package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.uptime.Monitor;
import io.pulsefleet.store.uptime.Monitors;
import io.pulsefleet.store.uptime.Places;
import io.pulsefleet.wire.uptime.Check;
import io.pulsefleet.wire.uptime.CheckKind;
import io.pulsefleet.wire.uptime.PlannedMonitor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Monitors as they would be if they were saved; nothing is. */
@ApplicationScoped
public class Drafts {

    @Inject
    Monitors stored;

    @Inject
    Places places;

    @Inject
    MonitorSecrets secrets;

    @Inject
    MonitorBook book;

    /** @param datacenters from where it would be probed; empty: from all */
    public record Draft(PlannedMonitor monitor, List<String> datacenters) {}

    /**
     * @param id of the monitor that is being changed; null: a new one
     * @throws jakarta.ws.rs.WebApplicationException 400 with all that is wrong, 404
     */
    @Transactional
    public Draft of(Integer id, MonitorForm given) {
        var before = Optional.ofNullable(id).map(this::find);
        var form = before.map(monitor -> given.over(monitor.wish(), needed(monitor)))
                .orElseGet(given::filled);
        var kept = before.map(monitor -> stored.secretNames(monitor.id())).orElse(List.of());
        var wrong = new Complaints();
        var check = book.rules(stored.all()).check(form, kept, wrong);
        check.ifPresent(one ->
                before.ifPresent(monitor -> MonitorBook.refuseToSendElsewhere(monitor.wish(), one, kept, form, wrong)));
        if (CheckKind.PUSH.kind().equals(form.kind())) {
            wrong.add("kind", "nobody probes a push monitor: what it watches reports by itself");
        }
        wrong.end();
        return new Draft(planned(before, form, check.orElseThrow()), form.datacenters());
    }

    private Monitor find(int id) {
        return stored.find(id).orElseThrow(() -> Problems.notFound("There is no monitor " + id + "."));
    }

    private String needed(Monitor monitor) {
        return Optional.ofNullable(monitor.wish().needsMonitor())
                .flatMap(stored::find)
                .map(found -> found.wish().name())
                .orElse("");
    }

    private PlannedMonitor planned(Optional<Monitor> before, MonitorForm form, Check check) {
        var schedule = places.schedules().stream()
                .filter(one -> one.name().equals(form.schedule()))
                .findFirst()
                .orElseThrow();
        return new PlannedMonitor(
                0,
                0,
                form.name(),
                form.kind(),
                Duration.ofSeconds(schedule.everySeconds()),
                Duration.ofMillis(schedule.timeoutMs()),
                form.degradedMs() == 0 ? null : Duration.ofMillis(form.degradedMs()),
                form.check(),
                secrets(before, form, Destination.of(check)));
    }

    /** Those that are given, and of those that are kept what can be opened: its prober says which it misses. */
    private Map<String, String> secrets(Optional<Monitor> before, MonitorForm form, String destination) {
        var all = new HashMap<String, String>();
        before.ifPresent(monitor -> stored.secrets(monitor.id())
                .forEach((name, box) ->
                        secrets.open(monitor.id(), name, destination, box).ifPresent(secret -> all.put(name, secret))));
        form.secrets().forEach((name, secret) -> {
            if (secret.isEmpty()) {
                all.remove(name);
            } else {
                all.put(name, secret);
            }
        });
        return all;
    }
}
