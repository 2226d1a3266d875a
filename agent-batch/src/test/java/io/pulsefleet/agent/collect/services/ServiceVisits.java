package io.pulsefleet.agent.collect.services;

import static java.util.stream.Collectors.joining;

import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.settings.Settings;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Visits one after the other, each of which is sealed, and what they told. */
final class ServiceVisits {

    private Optional<String> place = Optional.empty();

    Pass at(Instant at, List<Unit> units) throws IOException {
        var before = place;
        var pass = new ServicesCollector(null, null).pass(units, new Visit("host", at, () -> before));
        place = pass.reached().or(() -> before);
        return pass;
    }

    Optional<String> place() {
        return place;
    }

    static Settings settings(Map<String, String> given) {
        return new Settings(name -> Optional.ofNullable(given.get(name)));
    }

    /** A reading a line. */
    static String numbers(Pass pass) throws IOException {
        var told = new ArrayList<String>();
        for (var next = pass.next(); next.isPresent(); next = pass.next()) {
            told.add(next.get().toString());
        }
        return String.join("\n", told);
    }

    /** An event a line. */
    static String events(Pass pass) {
        return pass.documents().stream()
                .filter(one -> one.kind().equals("host.event"))
                .map(one -> one.body().text())
                .collect(joining("\n"));
    }
}
