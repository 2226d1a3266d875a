package io.pulsefleet.hub.uptime;

import io.pulsefleet.store.uptime.Plan;
import io.pulsefleet.store.uptime.Plan.Book;
import io.pulsefleet.store.uptime.Plan.Entry;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.uptime.CheckKind;
import io.pulsefleet.wire.uptime.PlannedMonitor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each datacenter is to probe. It is held in memory and read anew when its revision is another one; whoever asks has
 * just read the revision that is wanted.
 */
@ApplicationScoped
class PlannedMonitors {

    @Inject
    Plan stored;

    @Inject
    MonitorSecrets secrets;

    private volatile Read read = new Read(0, List.of());

    private record Read(long revision, List<Aimed> monitors) {}

    private record Aimed(List<String> datacenters, PlannedMonitor monitor) {

        boolean isFor(String datacenter) {
            return datacenters.isEmpty() || datacenters.contains(datacenter);
        }
    }

    /** @param revision that it is at least of */
    Planned of(String datacenter, long revision) {
        var known = upTo(revision);
        return new Planned(
                known.revision(),
                known.monitors().stream()
                        .filter(aimed -> aimed.isFor(datacenter))
                        .map(Aimed::monitor)
                        .toList());
    }

    record Planned(long revision, List<PlannedMonitor> monitors) {}

    private Read upTo(long revision) {
        var known = read;
        return known.revision() >= revision ? known : readAnew(revision);
    }

    private synchronized Read readAnew(long revision) {
        if (read.revision() < revision) {
            read = read(stored.read());
        }
        return read;
    }

    private Read read(Book book) {
        return new Read(
                book.revision(),
                book.entries().stream()
                        .filter(entry -> !entry.kind().equals(CheckKind.PUSH.kind()))
                        .map(entry -> new Aimed(entry.datacenters(), monitor(entry)))
                        .toList());
    }

    private PlannedMonitor monitor(Entry entry) {
        return new PlannedMonitor(
                entry.id(),
                entry.revision(),
                entry.name(),
                entry.kind(),
                entry.every(),
                entry.timeout(),
                entry.degradedAfter(),
                new RawJson(entry.check()),
                opened(entry));
    }

    /** What cannot be opened is left out: its prober says which it misses. */
    private Map<String, String> opened(Entry entry) {
        if (entry.secrets().isEmpty()) {
            return Map.of();
        }
        var destination =
                Checks.stored(entry.kind(), entry.check()).map(Destination::of).orElse("");
        var opened = new HashMap<String, String>();
        entry.secrets()
                .forEach((name, box) ->
                        secrets.open(entry.id(), name, destination, box).ifPresent(secret -> opened.put(name, secret)));
        return opened;
    }
}
