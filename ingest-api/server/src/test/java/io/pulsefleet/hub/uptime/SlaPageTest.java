package io.pulsefleet.hub.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.uptime.Distribution;
import io.pulsefleet.store.uptime.Incidents.Incident;
import io.pulsefleet.store.uptime.MonitorSearch.Row;
import io.pulsefleet.store.uptime.Reports.Counted;
import io.pulsefleet.store.uptime.Reports.Total;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A month, as a contract asks for it, from each datacenter and together (UO-01, UO-02). */
class SlaPageTest {

    private static final Instant FIRST = Instant.parse("2026-10-01T00:00:00Z");
    private static final Instant NEXT = Instant.parse("2026-11-01T00:00:00Z");

    @Test
    void whatIsUnknownOrInMaintenanceIsNoPartOfUptimeAndIncidentsCountInTheirMonthOnly() {
        var row = row(
                "Shop",
                List.of(counted("ber-1", 880, 100, 20, 30, 40), counted("fra-1", 1_000, 0, 0, 0, 0)),
                List.of(total("ber-1", 80, 10), total("ber-2", 80, 10)),
                List.of(
                        incident(FIRST.minusSeconds(100), FIRST.plusSeconds(50)),
                        incident(NEXT.minusSeconds(10), null)));

        assertThat(row.together().uptime()).isEqualTo(99.0);
        assertThat(row.together().downtimeSeconds())
                .as("the mean of 10 min and none")
                .isEqualTo(300);
        assertThat(row.datacenters().get("ber-1"))
                .isEqualTo(new SlaRow.Part(98.0, 880, 100, 20, 30, 40, 600, 1_069L, 1_069L, 1_069L));
        assertThat(row.datacenters().get("fra-1"))
                .isEqualTo(new SlaRow.Part(100.0, 1_000, 0, 0, 0, 0, 0, null, null, null));
        assertThat(List.of(row.incidents(), row.incidentSeconds())).hasToString("[2, 60]");
    }

    @Test
    void thePageShowsAllOfItAndTextAsText() throws Exception {
        var page = SlaPage.of(new SlaView(
                "2026-10",
                FIRST,
                NEXT,
                "prod",
                List.of(
                        row(
                                "<b>Shop</b>",
                                List.of(
                                        counted("ber-1", 88_000, 100, 20, 30, 40),
                                        counted("fra-1", 89_000, 0, 0, 0, 0)),
                                List.of(total("ber-1", 120, 1_000), total("fra-1", 100, 1_000)),
                                List.of(incident(FIRST.plusSeconds(1_000), FIRST.plusSeconds(5_325)))),
                        row(
                                "Search",
                                List.of(counted("fra-1", 89_280, 0, 0, 0, 0)),
                                List.of(total("fra-1", 60, 9)),
                                List.of()),
                        row("Never seen", List.of(), List.of(), List.of()))));
        Files.createDirectories(Path.of("target/pages"));
        Files.writeString(Path.of("target/pages/sla.html"), page);

        assertThat(page.replaceAll("<[^>]+>", "|").replaceAll("\\|+", "|"))
                .contains("|Uptime in October 2026: prod|")
                .contains("|&lt;b&gt;Shop&lt;/b&gt;|99.988 %|5 min|1|1 h 12 min|177,120|30|40|")
                .contains("|ber-1|99.977 %|10 min|88,120|30|40|34.2 ms|34 ms|34 ms|"
                        .replace("34.2 ms|34 ms|34 ms", "34 ms|34 ms|34 ms"))
                .contains("|Search|100 %|–|0|–|89,280|–|–|0.2 ms|0.2 ms|0.2 ms|")
                .contains("|Never seen|–|–|0|–|0|–|–|–|–|–|")
                .contains("|Without any outage|1|");
    }

    private static SlaRow row(String name, List<Counted> counts, List<Total> totals, List<Incident> incidents) {
        return SlaRow.of(
                new Row(
                        7, name, "http", "{}", "30s", 30, List.of(), List.of(), true, null, "up", FIRST, "", FIRST,
                        1_000L),
                counts,
                totals,
                incidents,
                FIRST,
                NEXT);
    }

    private static Counted counted(String datacenter, long up, long degraded, long down, long unknown, long excluded) {
        return new Counted(7, datacenter, up, degraded, down, unknown, excluded);
    }

    private static Total total(String datacenter, int bucket, long count) {
        return new Total(7, datacenter, new Distribution(new TreeMap<>(Map.of(bucket, count))));
    }

    private static Incident incident(Instant openedAt, Instant closedAt) {
        return new Incident(1, 7, "Shop", openedAt, closedAt, "down", "", null, null);
    }
}
