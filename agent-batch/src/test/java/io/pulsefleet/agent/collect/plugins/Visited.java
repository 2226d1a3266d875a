package io.pulsefleet.agent.collect.plugins;

import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Plug-ins, visited as the runner does; what a visit tells is a text. */
final class Visited {

    static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

    final Map<String, String> given = new HashMap<>();
    private final Map<String, String> places = new HashMap<>();
    private final AtomicLong nanos = new AtomicLong();
    private Optional<PluginsCollector> collector = Optional.empty();

    Visited(Path folder) {
        given.put("pulse.plugins.folders", folder.toString());
    }

    PluginsCollector collector() {
        if (collector.isEmpty()) {
            collector = Optional.of(
                    new PluginsCollector(new Settings(name -> Optional.ofNullable(given.get(name))), nanos::get));
        }
        return collector.get();
    }

    List<String> targets() {
        nanos.addAndGet(10_000_000_000L);
        return collector().targets();
    }

    /** Its readings, its items, its documents, and how it ended, a line each. */
    String visit(String target) {
        targets();
        var told = new StringBuilder();
        try (var pass = collector().begin(new Visit(target, AT, () -> Optional.ofNullable(places.get(target))))) {
            tell(pass, told);
            pass.documents()
                    .forEach(document -> told.append(document.body().text()).append('\n'));
            pass.reached().ifPresent(place -> places.put(target, place));
        } catch (UnreachableException away) {
            told.append("AWAY ").append(away.getMessage()).append('\n');
        } catch (IOException failed) {
            told.append("FAILED ").append(failed.getMessage()).append('\n');
        }
        return told.toString();
    }

    private static void tell(Pass pass, StringBuilder told) throws IOException {
        while (true) {
            try {
                var reading = pass.next();
                if (reading.isEmpty()) {
                    return;
                }
                told.append(reading.get()).append('\n');
            } catch (UnreadableItemException item) {
                told.append("ITEM ").append(item.getMessage()).append('\n');
            }
        }
    }
}
