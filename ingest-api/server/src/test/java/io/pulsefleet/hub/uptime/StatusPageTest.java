package io.pulsefleet.hub.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.uptime.PublicIncident.Words;
import io.pulsefleet.store.uptime.MonitorSearch.Row;
import io.pulsefleet.store.uptime.Reports.Day;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What everybody may see, and how it looks (UO-02). */
class StatusPageTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-22");

    @ParameterizedTest(name = "up {0}, degraded {1}, down {2}, unknown {3}, excluded {4}: {5} {6}")
    @CsvSource({
        "0, 0, 0, 0, 0, none, ",
        "0, 0, 0, 0, 9, maintenance, ",
        "0, 0, 0, 9, 9, maintenance, ",
        "0, 0, 0, 9, 0, unknown, ",
        "1000, 0, 0, 500, 9, up, 100.0",
        "999, 0, 1, 0, 0, up, 99.9",
        "998, 0, 2, 0, 0, degraded, 99.8",
        "950, 0, 50, 0, 0, degraded, 95.0",
        "949, 0, 51, 0, 0, down, 94.9",
        "600, 400, 0, 0, 0, degraded, 100.0",
        "800, 200, 0, 0, 0, up, 100.0",
        "0, 0, 9, 0, 0, down, 0.0"
    })
    void aDayIsAsItsHeartbeats(
            long up, long degraded, long down, long unknown, long excluded, String state, Double uptime) {
        var day = PublicMonitor.PublicDay.of(TODAY, List.of(new Day(7, TODAY, up, degraded, down, unknown, excluded)));

        assertThat(day).isEqualTo(new PublicMonitor.PublicDay(TODAY, state, uptime));
    }

    @Test
    void uptimeIsOfThirtyDaysAndOfNinetyAndOldDaysStandInTheirPlaces() {
        var monitor = monitor(
                7,
                "Shop",
                null,
                "up",
                List.of(
                        new Day(7, TODAY, 99, 0, 1, 0, 0),
                        new Day(7, TODAY.minusDays(29), 100, 0, 0, 0, 0),
                        new Day(7, TODAY.minusDays(30), 0, 0, 100, 0, 0),
                        new Day(7, TODAY.minusDays(90), 0, 0, 900, 0, 0)));

        assertThat(monitor.uptime()).isEqualTo(99.5);
        assertThat(monitor.uptime90()).isEqualTo(100.0 * 199 / 300);
        assertThat(monitor.days()).hasSize(90);
        assertThat(monitor.days().get(0).day()).isEqualTo(TODAY.minusDays(89));
        assertThat(monitor.days().get(59).state()).isEqualTo("down");
        assertThat(monitor.days().get(89).state()).isEqualTo("degraded");
    }

    @ParameterizedTest
    @CsvSource({
        "up, up, up, All is up",
        "up, paused, up, All is up",
        "up, maintenance, maintenance, Maintenance is under way",
        "unknown, maintenance, unknown, Of some it is not known how they are",
        "degraded, unknown, degraded, Some are slow",
        "degraded, regional, regional, Some cannot be reached from everywhere",
        "regional, down, down, b is down",
        "down, down, down, All is down"
    })
    void theGravestStandsAtTheTop(String one, String other, String state, String headline) {
        var status = status(List.of(monitor(1, "a", null, one, List.of()), monitor(2, "b", null, other, List.of())));

        assertThat(status.state()).isEqualTo(state);
        assertThat(StatusPage.of(status)).contains(">" + headline + "</p>");
    }

    @Test
    void whatPeopleWroteIsTextAndNothingElse() {
        var evil = "<script>alert(1)</script>'\"&";
        var page = StatusPage.of(StatusView.of(
                NOON,
                evil,
                List.of(monitor(1, evil, evil, "down", List.of())),
                List.of(new PublicIncident(evil, "down", NOON, null, List.of(new Words(NOON, evil)))),
                List.of(new PublicMaintenance(evil, NOON, NOON.plusSeconds(60), List.of(evil)))));

        assertThat(page)
                .doesNotContain("<script>alert")
                .doesNotContain("'\"&")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;&#39;&quot;&amp;");
    }

    @Test
    void groupsIncidentsAndMaintenanceHaveTheirPlaces() throws Exception {
        var page = StatusPage.of(sample());
        Files.createDirectories(Path.of("target/pages"));
        Files.writeString(Path.of("target/pages/status.html"), page);
        Files.writeString(Path.of("target/pages/status-empty.html"), StatusPage.of(status(List.of())));

        assertThat(headings(page))
                .containsExactly(
                        "Going on", "Maintenance", "Systems", "Services for &lt;partners&gt;", "The last 30 days");
        assertThat(page)
                .contains("Payments cannot be made; we work on it.")
                .contains("<title>2026-11-22: 97.50 % up</title>")
                .contains("aria-label=\"Day by day: trouble on 3 days\"")
                .doesNotContain("secret-host");
        assertThat(StatusPage.of(status(List.of()))).contains("There is nothing to be seen here yet.");
    }

    private static List<String> headings(String page) {
        var found = new ArrayList<String>();
        var matcher = java.util.regex.Pattern.compile("<h2>(.*?)</h2>").matcher(page);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static StatusView sample() {
        var good = new ArrayList<Day>();
        for (int i = 0; i < 70; i++) {
            good.add(new Day(1, TODAY.minusDays(i), 2_880, 0, 0, 0, 0));
        }
        var bad = new ArrayList<>(good);
        bad.set(0, new Day(2, TODAY, 1_170, 0, 30, 0, 0));
        bad.set(12, new Day(2, TODAY.minusDays(12), 2_000, 0, 880, 0, 0));
        bad.set(40, new Day(2, TODAY.minusDays(40), 2_870, 0, 10, 0, 0));
        bad.set(41, new Day(2, TODAY.minusDays(41), 0, 0, 0, 0, 2_880));
        return StatusView.of(
                NOON,
                "Example Shop – status",
                List.of(
                        monitor(1, "Web site", null, "up", good),
                        monitor(2, "Payments", null, "down", bad),
                        monitor(3, "Search", null, "degraded", good),
                        monitor(4, "Orders API", "Services for <partners>", "up", good),
                        monitor(5, "Nightly export", "Services for <partners>", "maintenance", bad),
                        monitor(6, "Reports", "Services for <partners>", "unknown", List.of()),
                        monitor(
                                7,
                                "A service with a name that is so long that it needs two lines on a telephone",
                                "Services for <partners>",
                                "regional",
                                good)),
                List.of(
                        new PublicIncident(
                                "Payments",
                                "down",
                                NOON.minusSeconds(1_800),
                                null,
                                List.of(
                                        new Words(NOON.minusSeconds(1_500), "Payments cannot be made; we work on it."),
                                        new Words(NOON.minusSeconds(300), "The cause is found.\nIt is being mended."))),
                        new PublicIncident(
                                "Payments",
                                "down",
                                NOON.minusSeconds(1_050_000),
                                NOON.minusSeconds(1_020_000),
                                List.of())),
                List.of(
                        new PublicMaintenance(
                                "A new version of the export",
                                NOON.minusSeconds(600),
                                NOON.plusSeconds(3_000),
                                List.of("Nightly export")),
                        new PublicMaintenance(
                                "Network",
                                NOON.plusSeconds(200_000),
                                NOON.plusSeconds(207_200),
                                List.of("Web site", "Payments", "Search"))));
    }

    private static StatusView status(List<PublicMonitor> monitors) {
        return StatusView.of(NOON, "Status", monitors, List.of(), List.of());
    }

    private static PublicMonitor monitor(int id, String name, String group, String state, List<Day> days) {
        return PublicMonitor.of(
                new Row(
                        id,
                        name,
                        "http",
                        "{\"url\":\"http://secret-host/\"}",
                        "1m",
                        60,
                        List.of("secret-host"),
                        List.of("secret-host"),
                        true,
                        group,
                        state,
                        NOON,
                        "secret-host refused",
                        NOON,
                        1_000L),
                days,
                TODAY);
    }
}
