package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.jdbc.Delivered;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.Reading;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Not a test: how long visits of a server take when all that it may be asked is due, one after the other. Documents are
 * made, and nothing is done with them. {@code mvn -Pbench verify -Dbench=database} prepares the server.
 */
final class VisitMeasure {

    private VisitMeasure() {}

    /** @param args port, database, user, password, how many visits */
    public static void main(String[] args) throws IOException {
        var given = Map.of(
                "pulse.postgres.targets", "main",
                "pulse.postgres.db.host", "127.0.0.1",
                "pulse.postgres.db.port", args[0],
                "pulse.postgres.db.name", args[1],
                "pulse.postgres.db.user", args[2],
                "pulse.postgres.db.password", args[3]);
        int visits = Integer.parseInt(args[4]);
        var collector = new PgStatCollector(
                new Settings(name -> Optional.ofNullable(given.get(name))),
                new Delivered(),
                new Troubles(),
                System::nanoTime);
        var at = Instant.now().truncatedTo(ChronoUnit.HOURS);
        var questions = new LinkedHashMap<String, Double>();
        for (int i = 0; i < visits; i++) {
            at = at.plus(1, ChronoUnit.HOURS);
            var begun = System.nanoTime();
            try (var pass = collector.begin(new Visit("main", at))) {
                for (var next = pass.next(); next.isPresent(); next = pass.next()) {
                    sum(next.get(), questions);
                }
                pass.documents();
            }
            System.out.printf(Locale.ROOT, "visit\t%.2f%n", (System.nanoTime() - begun) / 1e6);
        }
        collector.close();
        questions.forEach((name, seconds) ->
                System.out.printf(Locale.ROOT, "%s\t%.2f ms a visit%n", name, 1e3 * seconds / visits));
    }

    private static void sum(Reading reading, Map<String, Double> questions) {
        if (reading.position().metric().equals(Server.TOOK.name())) {
            questions.merge(reading.position().labels().get("question"), reading.value(), Double::sum);
        }
    }
}
