package io.pulsefleet.store.uptime;

import static io.pulsefleet.store.uptime.Samples.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.uptime.Reports.Counted;
import io.pulsefleet.store.uptime.Reports.Day;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How much of a span a monitor was up, and how slow, from wherever the past lies (UO-01, UO-02, UO-03). */
class ReportsTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-11-20T00:00:00Z");
    private static final Duration GRACE = Duration.ofMinutes(2);

    private static final Reports.Excluding NONE = (from, to) -> List.of();

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private final Heartbeats heartbeats = new Heartbeats(postgres.database(), new ProberLeases(postgres.database()));
    private final Rollups rollups = new Rollups(postgres.database());
    private final Reports reports = new Reports(postgres.database(), rollups);

    /** Every five minutes from midnight to 03:00 of the next day; down in the first ten minutes of each hour. */
    @BeforeEach
    void aDayAndThreeHours() throws Exception {
        postgres.execute(
                "TRUNCATE api_heartbeats, uptime_standing, uptime_due, uptime_rolled, uptime_hour, uptime_day, uptime_month,"
                        + " uptime_grant, api_monitors CASCADE;"
                        + " INSERT INTO api_monitors (id, name, kind, check_body) VALUES (7, 'shop', 'http', '{}');"
                        + " INSERT INTO uptime_grant VALUES ('fra-1', 1, 1, '2026-11-01Z')");
        var all = new ArrayList<NewHeartbeat>();
        for (int minute = 0; minute < 27 * 60; minute += 5) {
            var at = MIDNIGHT.plus(Duration.ofMinutes(minute));
            var status = minute % 60 < 10 ? "down" : minute % 60 == 10 ? "degraded" : "up";
            all.add(heartbeat(7, "fra-1", at, 1, 1, at, status, minute % 60 == 55 ? 100_000 : 1_000));
        }
        heartbeats.store(MIDNIGHT.plus(Duration.ofMinutes(2)), all);
    }

    @Test
    void itIsTheSameFromHeartbeatsAndFromWhatTheyWereRolledUpInto() throws Exception {
        var from = MIDNIGHT.plus(Duration.ofMinutes(30));
        var to = MIDNIGHT.plus(Duration.ofHours(26)).plus(Duration.ofMinutes(7));
        var raw = reports.count(7, from, to, NONE);
        var slow = reports.latencies(7, from, to, NONE);
        assertThat(raw).containsExactly(new Counted(7, "fra-1", 231, 25, 52, 0, 0));

        roll(to, List.of());

        assertThat(postgres.query("SELECT count(*)::text FROM uptime_hour")).containsExactly("26");
        assertThat(postgres.query("SELECT concat_ws(' ', up, degraded, down) FROM uptime_day"))
                .containsExactly("216 24 48");
        assertThat(reports.count(7, from, to, NONE)).isEqualTo(raw);
        assertThat(reports.latencies(7, from, to, NONE)).isEqualTo(slow);
        assertThat(reports.count(7, MIDNIGHT, MIDNIGHT.plus(Duration.ofDays(1)), NONE))
                .containsExactly(new Counted(7, "fra-1", 216, 24, 48, 0, 0));
        assertThat(reports.count(0, MIDNIGHT, MIDNIGHT.plus(Duration.ofDays(1)), NONE))
                .hasSize(1);
        assertThat(reports.count(8, from, to, NONE)).isEmpty();
    }

    @Test
    void percentilesAreAtMostFivePercentOff() {
        var slow = reports.latencies(7, MIDNIGHT, MIDNIGHT.plus(Duration.ofDays(1)), NONE).stream()
                .filter(latency -> latency.phase().equals("total"))
                .toList();

        assertThat(slow).hasSize(1);
        var distribution = slow.get(0).distribution();
        assertThat(distribution.count()).isEqualTo(240);
        assertThat(distribution.percentile(0.5) / 8_000.0).isBetween(0.95, 1.05);
        assertThat(distribution.percentile(0.99) / 800_000.0).isBetween(0.95, 1.05);
    }

    @Test
    void whatIsInMaintenanceIsCountedByItself() {
        var window = List.of(new Exclusion(7, MIDNIGHT, MIDNIGHT.plus(Duration.ofMinutes(90))));
        var to = MIDNIGHT.plus(Duration.ofHours(3));
        var expected = new Counted(7, "fra-1", 15, 1, 2, 0, 18);

        assertThat(reports.count(7, MIDNIGHT, to, (since, until) -> window))
                .containsExactly(new Counted(7, "fra-1", 15, 1, 2, 0, 18));
        roll(to.plus(Duration.ofHours(1)), window);
        assertThat(reports.count(7, MIDNIGHT, to, NONE)).containsExactly(expected);
    }

    @Test
    void whatIsLateIsRolledUpAgainWithItsDay() throws Exception {
        var now = MIDNIGHT.plus(Duration.ofHours(26)).plus(Duration.ofMinutes(7));
        roll(now, List.of());
        assertThat(rollups.due(now, GRACE)).isEmpty();

        heartbeats.store(now, List.of(heartbeat(7, "fra-1", MIDNIGHT.plusSeconds(60), "up")));

        assertThat(rollups.due(now, GRACE)).containsExactly(MIDNIGHT);
        roll(now, List.of());
        assertThat(rollups.due(now, GRACE)).isEmpty();
        assertThat(postgres.query("SELECT concat_ws(' ', up, degraded, down) FROM uptime_day"))
                .containsExactly("217 24 48");
        assertThat(postgres.query("SELECT count(*)::text FROM uptime_hour")).containsExactly("26");
    }

    @Test
    void whatTheProberItselfCouldNotTellIsNoPartOfUptimeHoweverItIsRead() {
        var at = MIDNIGHT.plus(Duration.ofMinutes(31));
        heartbeats.store(
                MIDNIGHT.plus(Duration.ofMinutes(40)),
                List.of(
                        heartbeat(7, "fra-1", at, "unknown"),
                        heartbeat(7, "fra-1", at.plus(Duration.ofMinutes(40)), "unknown")));
        var to = MIDNIGHT.plus(Duration.ofHours(2));
        Reports.Excluding window =
                (from, until) -> List.of(new Exclusion(7, MIDNIGHT, MIDNIGHT.plus(Duration.ofHours(1))));
        var expected = List.of(new Counted(7, "fra-1", 9, 1, 2, 1, 13));
        var slow = reports.latencies(7, MIDNIGHT, to, NONE);

        assertThat(reports.count(7, MIDNIGHT, to, window)).isEqualTo(expected);
        assertThat(slow).allMatch(latency -> latency.distribution().count() == 20);
        roll(to.plus(Duration.ofHours(1)), window.between(MIDNIGHT, to).stream().toList());
        assertThat(reports.count(7, MIDNIGHT, to, NONE)).isEqualTo(expected);
    }

    @Test
    void monthsAndDaysSayWhatTheirHeartbeatsDid() throws Exception {
        var october = Instant.parse("2026-10-31T22:00:00Z");
        var all = new ArrayList<NewHeartbeat>();
        for (int minute = 0; minute < 240; minute += 5) {
            var at = october.plus(Duration.ofMinutes(minute));
            all.add(heartbeat(7, "fra-1", at, 1, 1, at, minute < 60 ? "down" : minute < 90 ? "unknown" : "up", 1_000));
        }
        postgres.execute("UPDATE uptime_grant SET granted_at = '2026-10-01Z'");
        heartbeats.store(october.plus(Duration.ofHours(3)), all);
        var from = Instant.parse("2026-10-01T00:00:00Z");
        var to = MIDNIGHT.plus(Duration.ofHours(27));
        var raw = reports.count(7, from, to, NONE);
        var days = reports.days(List.of(7), from, to, NONE);
        assertThat(raw).containsExactly(new Counted(7, "fra-1", 243 + 30, 27, 54 + 12, 6, 0));
        assertThat(days)
                .containsExactly(
                        new Day(7, LocalDate.parse("2026-10-31"), 6, 0, 12, 6, 0),
                        new Day(7, LocalDate.parse("2026-11-01"), 24, 0, 0, 0, 0),
                        new Day(7, LocalDate.parse("2026-11-20"), 216, 24, 48, 0, 0),
                        new Day(7, LocalDate.parse("2026-11-21"), 27, 3, 6, 0, 0));

        roll(october.plus(Duration.ofHours(26)).plus(GRACE), List.of());
        postgres.execute("UPDATE uptime_rolled SET until_at = '" + MIDNIGHT + "'"); // nothing was seen between
        roll(to, List.of());

        assertThat(
                        postgres.query(
                                "SELECT concat_ws(' ', (from_at AT TIME ZONE 'UTC')::date, up, down, unknown) FROM uptime_month"))
                .containsExactly("2026-10-01 6 12 6");
        assertThat(reports.count(7, from, to, NONE)).isEqualTo(raw);
        assertThat(reports.days(List.of(7), from, to, NONE)).isEqualTo(days);
        heartbeats.store(to, List.of(heartbeat(7, "fra-1", october.plusSeconds(60), "up")));
        roll(to, List.of());
        assertThat(postgres.query("SELECT concat_ws(' ', up, down, unknown) FROM uptime_month"))
                .as("what is late has its month rolled up again")
                .containsExactly("7 12 6");
        assertThat(reports.days(List.of(), from, to, NONE)).isEmpty();
    }

    private void roll(Instant now, List<Exclusion> excluded) {
        rollups.due(now, GRACE).forEach(hour -> rollups.roll(hour, excluded));
    }
}
