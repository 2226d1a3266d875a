package io.pulsefleet.e2e.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** How much of PostgreSQL's log is read: files, entries, names, redaction, the document that goes out. */
final class LogsBench implements Subject {

    private static final int ENTRIES = 120_000;

    @Override
    public void measure(Ground ground, Table table) throws IOException {
        var told = AgentJvm.run(
                "io.pulsefleet.agent.collect.pglog.LogRoadMeasure",
                List.of(ground.emptyFolder("pg-log").toString(), Integer.toString(ENTRIES)));
        for (var line : told) {
            table.count(
                    "%s, %s bytes an entry, redact %s".formatted(line.get(0), line.get(1), line.get(2)),
                    "entries/s of a core" + aim(line.get(0)),
                    Long.parseLong(line.get(3)));
        }
    }

    private static String aim(String format) {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "csvlog" -> " (aim: 200,000)";
            case "stderr" -> " (aim: 100,000)";
            default -> "";
        };
    }
}
