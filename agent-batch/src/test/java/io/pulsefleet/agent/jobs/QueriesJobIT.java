package io.pulsefleet.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.agent.collect.Past;
import io.pulsefleet.agent.schedule.Shift;
import io.pulsefleet.agent.schedule.Shifts;
import io.pulsefleet.agent.spool.Spool;
import io.pulsefleet.wire.Document;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.Driver;

/** The whole road of a window in Open Liberty: by hand, from a real PostgreSQL into sealed segments. PA-05, PA-12 */
@ArquillianTest
class QueriesJobIT {

    /** This side of the road is not in the container, and the one place to start what the other side asks. */
    @Deployment
    static WebArchive agent() {
        OnePostgres.start();
        return AgentWar.of(org.postgresql.Driver.class, Driver.class);
    }

    @Inject
    Shifts shifts;

    @Inject
    Spool spool;

    @Inject
    Jobs jobs;

    @Inject
    Backfill backfill;

    private final Semaphore bell = new Semaphore(0);

    @AfterEach
    void nothingMoreToAsk() throws IOException {
        Files.deleteIfExists(OnDisk.home().resolve("queries.json"));
    }

    @Test
    void aWindowBeginsWhereTheLastOneEndedAcrossShifts() throws Exception {
        spool.onSealed(bell::release);
        Files.writeString(OnDisk.home().resolve("queries.json"), """
                {"seventeen": {"type": "count", "sql": "SELECT count(*) FROM generate_series(1, 17) WHERE now() >= %(start_time)s"},
                 "missing": {"type": "count", "sql": "SELECT count(*) FROM nowhere", "default": 0}}""");

        visit();
        visit();
        shifts.stop("queries");
        await(() -> state().equals("STOPPED"));
        await(this::restarted);
        visit();

        var windows = followed();
        assertThat(windows).hasSizeGreaterThanOrEqualTo(3);
        for (int i = 1; i < windows.size(); i++) {
            assertThat(windows.get(i).at("/stats/start_time"))
                    .isEqualTo(windows.get(i - 1).at("/stats/end_time"));
            assertThat(windows.get(i).at("/batch_index").longValue())
                    .isEqualTo(windows.get(i - 1).at("/batch_index").longValue() + 1);
        }
        var last = windows.get(windows.size() - 1);
        assertThat(last.at("/stats/status").textValue()).isEqualTo("success");
        assertThat(last.at("/stats/seventeen").longValue()).isEqualTo(17);
        assertThat(last.at("/stats/missing").longValue()).isZero();
        assertThat(last.at("/additional/errors/missing").textValue()).contains("nowhere");
    }

    /** A window that was told is told again under its UUID, and one that is missing under the same at each try. PA-06 */
    @Test
    void windowsThatArePastAreReadAgainAndMoveNoPlace() throws Exception {
        spool.onSealed(bell::release);
        Files.writeString(OnDisk.home().resolve("queries.json"), """
                {"seventeen": {"type": "count", "sql": "SELECT 17"}}""");
        visit();
        visit();
        var told = payloads().get(payloads().size() - 1);
        var target = told.at("/additional/target").textValue();
        var start = Instant.parse(told.at("/stats/start_time").textValue());
        var series = UUID.fromString(told.at("/additional/series").textValue());
        var again = new Past(
                start,
                Instant.parse(told.at("/stats/end_time").textValue()),
                Optional.of(new Past.Told(series, told.at("/batch_index").longValue())));

        backfill(target, again, Duration.ofDays(1), 1);
        assertThat(payloads().get(payloads().size() - 1).get("uuid")).isEqualTo(told.get("uuid"));

        var missing = new Past(start.minus(Duration.ofHours(30)), start.minus(Duration.ofHours(28)), Optional.empty());
        backfill(target, missing, Duration.ofMinutes(45), 3);
        var first = payloads().subList(payloads().size() - 3, payloads().size());
        assertThat(first.get(1).at("/stats/start_time")).isEqualTo(first.get(0).at("/stats/end_time"));
        assertThat(first.get(2).at("/stats/end_time").textValue())
                .isEqualTo(missing.to().toString());
        backfill(target, missing, Duration.ofMinutes(45), 3);
        assertThat(payloads().subList(payloads().size() - 3, payloads().size()))
                .extracting(one -> one.get("uuid"))
                .containsExactlyElementsOf(
                        first.stream().map(one -> one.get("uuid")).toList());

        visit();
        assertThat(payloads().get(payloads().size() - 1).at("/stats/start_time"))
                .as("the place is where it was")
                .isEqualTo(told.at("/stats/end_time"));
        assertThatThrownBy(() -> backfill.begin(
                        "queries",
                        Optional.of(target),
                        new Past(start, Instant.now().plusSeconds(60), Optional.empty()),
                        Optional.of(Duration.ofHours(1))))
                .hasMessageContaining("was not read yet and will be by schedule");
        assertThatThrownBy(() -> backfill.begin("system", Optional.empty(), missing, Optional.empty()))
                .hasMessage("system: reads what is now; what is past it cannot read again");
    }

    /** With the parameters that it had. */
    @Test
    void aBackfillThatWasStoppedGoesOnWithTheWindowsThatAreLeft() throws Exception {
        spool.onSealed(bell::release);
        Files.writeString(OnDisk.home().resolve("queries.json"), """
                {"slow": {"type": "single_value", "sql": "SELECT pg_sleep(0.7)"}}""");
        visit();
        var told = payloads().get(payloads().size() - 1);
        var before = payloads().size();
        var start = Instant.parse(told.at("/stats/start_time").textValue());
        var past = new Past(start.minus(Duration.ofHours(90)), start.minus(Duration.ofHours(82)), Optional.empty());

        backfill.begin("queries", Optional.empty(), past, Optional.of(Duration.ofHours(2)));
        await(() -> payloads().size() > before);
        shifts.stop("backfill");
        await(() -> jobs.runs("backfill").get(0).state().equals("STOPPED"));
        var stopped = jobs.inside("backfill", jobs.runs("backfill").get(0).execution());
        assertThat(stopped.parameters()).containsEntry("job", "queries").containsEntry("step", "2h");
        assertThat(payloads()).as("some are left").hasSizeLessThan(before + 4);
        assertThat(stopped.steps().get(0).expected()).isEqualTo(4);
        var left = before + 4 - payloads().size();

        shifts.restart("backfill");
        await(() -> jobs.runs("backfill").get(0).state().equals("COMPLETED"));
        assertThat(payloads()).as("each window once").hasSize(before + 4);
        var rest = jobs.inside("backfill", jobs.runs("backfill").get(0).execution());
        assertThat(rest.steps().get(0).expected()).as("those that were left").isEqualTo(left);
        assertThat(rest.steps().get(0).metrics().read()).isEqualTo(left);
    }

    private void backfill(String target, Past past, Duration step, int windows) {
        var before = payloads().size();
        backfill.begin("queries", Optional.of(target), past, Optional.of(step));
        await(() -> payloads().size() == before + windows);
        await(() -> jobs.runs("backfill").get(0).state().equals("COMPLETED"));
    }

    /** What the cycle itself costs can be read of each: what the visit took, and what each of its queries took. */
    @Test
    void aCycleTakesLittleBeyondItsQueries() throws Exception { // PA-13
        spool.onSealed(bell::release);
        Files.writeString(OnDisk.home().resolve("queries.json"), """
                {"slow": {"type": "single_value", "sql": "SELECT pg_sleep(0.5)"},
                 "quick": {"type": "count", "sql": "SELECT 17"}}""");

        visit(); // the first one loads the driver
        visit();

        var cycle = lastVisit();
        var ofQueries = cycle.get("pulsefleet.query.duration{query=slow}")
                + cycle.get("pulsefleet.query.duration{query=quick}");
        assertThat(ofQueries).isGreaterThanOrEqualTo(0.5);
        assertThat(cycle.get("pulsefleet.collector.duration{}") - ofQueries).isBetween(0.0, 5.0);
        System.out.println("PA-13: a cycle took %.3f s, its queries %.3f s of that"
                .formatted(cycle.get("pulsefleet.collector.duration{}"), ofQueries));
    }

    private static Map<String, Double> lastVisit() {
        var frames = OnDisk.shipments().stream()
                .flatMap(shipment -> shipment.frames().stream())
                .filter(frame -> OnDisk.setOf(frame).collector().equals("queries"))
                .toList();
        var last = frames.get(frames.size() - 1);
        var values = new HashMap<String, Double>();
        var positions = OnDisk.setOf(last).positions();
        for (int i = 0; i < positions.size(); i++) {
            values.put(positions.get(i).metric() + positions.get(i).labels(), last.values()[i]);
        }
        return values;
    }

    private void visit() {
        var before = payloads().size();
        await(this::visited);
        await(() -> payloads().size() > before);
    }

    /** The shift may just begin, or end a visit. */
    private boolean visited() {
        try {
            shifts.visit("queries");
            return true;
        } catch (NotNowException notYet) {
            return false;
        }
    }

    private boolean restarted() {
        try {
            shifts.restart("queries");
            return true;
        } catch (NotNowException notYet) {
            return false;
        }
    }

    private String state() {
        return shifts.list().stream()
                .filter(shift -> shift.name().equals("queries"))
                .map(Shift::state)
                .findFirst()
                .orElseThrow();
    }

    /** Those of the newest series, each once: some were read again, and some that were missing are of none. */
    private static List<JsonNode> followed() {
        var all = payloads();
        var series = all.get(all.size() - 1).at("/additional/series");
        var windows = new LinkedHashMap<JsonNode, JsonNode>();
        all.stream()
                .filter(window -> window.at("/additional/series").equals(series))
                .forEach(window -> windows.put(window.get("uuid"), window));
        return List.copyOf(windows.values());
    }

    private static List<JsonNode> payloads() {
        return OnDisk.shipments().stream()
                .flatMap(shipment -> shipment.documents().stream())
                .filter(document -> document.kind().equals("queries"))
                .map(QueriesJobIT::json)
                .toList();
    }

    private static JsonNode json(Document document) {
        try {
            return new ObjectMapper().readTree(document.body().text());
        } catch (IOException noJson) {
            throw new IllegalStateException(noJson);
        }
    }

    /** Looks again whenever a segment was sealed, and four times a second. */
    private void await(BooleanSupplier condition) {
        var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        try {
            while (!condition.getAsBoolean()) {
                assertThat(System.nanoTime()).as("in time").isLessThan(end);
                bell.tryAcquire(250, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
