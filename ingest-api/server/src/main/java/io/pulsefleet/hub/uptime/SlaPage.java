package io.pulsefleet.hub.uptime;

import static java.util.stream.Collectors.joining;

import io.pulsefleet.hub.uptime.SlaRow.Part;
import java.time.Duration;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** A month on paper. */
final class SlaPage {

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);
    private static final int MINUTE = 60;
    private static final int YEAR = 4;
    private static final double MILLI = 1_000;

    private SlaPage() {}

    static String of(SlaView sla) {
        var title = "Uptime in " + monthOf(sla) + (sla.tag() == null ? "" : ": " + sla.tag());
        return Html.page(title, "", """
                <main class="wide">
                <h1>%s</h1>
                %s<div class="card sheet">
                <table>
                <thead><tr><th scope="col">Monitor</th><th scope="col">Uptime</th><th scope="col">Down for</th>\
                <th scope="col">Incidents</th><th scope="col">Open for</th><th scope="col">Probes</th>\
                <th scope="col">Not known</th><th scope="col">In maintenance</th><th scope="col">p50</th>\
                <th scope="col">p95</th><th scope="col">p99</th></tr></thead>
                <tbody>
                %s</tbody>
                </table>
                </div>
                <footer><span>From %s to %s. Uptime is the part of the probes that found it up, of those that saw anything;\
                 what was in maintenance, and what a prober could not tell, is no part of it. Down for: as many slots as it\
                 was seen down; from several datacenters, their mean. Percentiles are of whole probes that were not down, at\
                 most 5 %% off.</span></footer>
                </main>
                """.formatted(
                        Html.escaped(title),
                        facts(sla.monitors()),
                        sla.monitors().stream().map(SlaPage::rows).collect(joining()),
                        Html.time(sla.from()),
                        Html.time(sla.to())));
    }

    private static String monthOf(SlaView sla) {
        return sla.month().length() == YEAR ? sla.month() : MONTH.format(YearMonth.parse(sla.month()));
    }

    private static String facts(List<SlaRow> rows) {
        var seen = rows.stream()
                .map(row -> row.together().uptime())
                .filter(one -> one != null)
                .toList();
        var mean = seen.stream().mapToDouble(each -> each).average();
        return "<dl>%s%s%s%s</dl>\n"
                .formatted(
                        fact("Monitors", Integer.toString(rows.size())),
                        fact("Mean uptime", mean.isPresent() ? percent(mean.getAsDouble()) : "–"),
                        fact(
                                "Without any outage",
                                Long.toString(
                                        seen.stream().filter(one -> one == 100).count())),
                        fact(
                                "Incidents",
                                Integer.toString(rows.stream()
                                        .mapToInt(SlaRow::incidents)
                                        .sum())));
    }

    private static String fact(String name, String value) {
        return "<div><dt>%s</dt><dd>%s</dd></div>".formatted(name, value);
    }

    private static String rows(SlaRow row) {
        var own = "<tr><th scope=\"row\">%s</th>%s</tr>\n"
                .formatted(
                        Html.escaped(row.name()),
                        cells(row.together(), Integer.toString(row.incidents()), length(row.incidentSeconds())));
        return row.datacenters().size() < 2
                ? own
                : row.datacenters().entrySet().stream()
                        .map(one -> "<tr class=\"part\"><th scope=\"row\">%s</th>%s</tr>\n"
                                .formatted(Html.escaped(one.getKey()), cells(one.getValue(), "", "")))
                        .collect(joining("", own, ""));
    }

    private static String cells(Part part, String incidents, String open) {
        var isDown = part.down() > 0;
        return "<td%s>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%,d</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td>"
                .formatted(
                        isDown ? " class=\"bad\"" : "",
                        part.uptime() == null ? "–" : percent(part.uptime()),
                        length(part.downtimeSeconds()),
                        incidents,
                        open,
                        part.up() + part.degraded() + part.down(),
                        count(part.unknown()),
                        count(part.excluded()),
                        millis(part.p50()),
                        millis(part.p95()),
                        millis(part.p99()));
    }

    private static String count(long count) {
        return count == 0 ? "–" : String.format(Locale.ROOT, "%,d", count);
    }

    /** 99.9999 is not all of it. */
    private static String percent(double uptime) {
        return uptime == 100 ? "100 %" : String.format(Locale.ROOT, "%.3f %%", Math.floor(uptime * 1_000) / 1_000);
    }

    private static String length(long seconds) {
        var span = Duration.ofSeconds(seconds);
        if (seconds == 0) {
            return "–";
        }
        if (seconds < MINUTE) {
            return seconds + " s";
        }
        return span.toHours() == 0
                ? span.toMinutes() + " min" + (span.toSecondsPart() == 0 ? "" : " " + span.toSecondsPart() + " s")
                : span.toHours() + " h " + span.toMinutesPart() + " min";
    }

    private static String millis(Long micros) {
        return micros == null
                ? "–"
                : String.format(Locale.ROOT, micros < 10 * MILLI ? "%.1f ms" : "%.0f ms", micros / MILLI);
    }
}
