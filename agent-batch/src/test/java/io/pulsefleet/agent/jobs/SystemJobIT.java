package io.pulsefleet.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.agent.collect.uptime.Probing;
import io.pulsefleet.agent.schedule.Shift;
import io.pulsefleet.agent.schedule.Shifts;
import io.pulsefleet.agent.spool.Spool;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.JobRun;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Plan;
import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.uptime.ErrorClass;
import io.pulsefleet.wire.uptime.Heartbeat;
import io.pulsefleet.wire.uptime.Heartbeats;
import io.pulsefleet.wire.uptime.PlannedMonitor;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real job in Open Liberty, from its start to sealed segments; the collector is tiny, the hub is away. */
@ArquillianTest
class SystemJobIT {

    @Deployment
    static WebArchive agent() {
        return AgentWar.of();
    }

    @Inject
    Shifts shifts;

    @Inject
    Jobs jobs;

    @Inject
    Spool spool;

    @Inject
    Event<Plan> plans;

    @Inject
    Probing probing;

    private final Semaphore bell = new Semaphore(0);

    @BeforeEach
    void listen() {
        TinyCollector.HAS_A_BUG.set(false);
        spool.onSealed(bell::release);
        await(() -> system().state().equals("STARTED") || restarted() || startedAnew());
    }

    @Test
    void aVisitBecomesOneSealedSegment() throws Exception {
        var before = framesOnDisk().size();
        await(() -> framesOnDisk().size() > before);

        var frame = framesOnDisk().get(before);

        assertThat(frame.at().toEpochMilli() % 100).isZero();
        assertThat(frame.values()[0]).isEqualTo(1);
        assertThat(frame.values()[1]).as("the first of two stands").isEqualTo(3);
        assertThat(frame.values()[2]).as("up").isEqualTo(1);
        assertThat(frame.values()[4]).as("readings").isEqualTo(3);
        assertThat(frame.values()[5]).as("errors").isEqualTo(1);
        assertThat(OnDisk.setOf(frame).positions().stream().map(Position::metric))
                .containsExactly(
                        "tiny.a",
                        "tiny.b",
                        "pulsefleet.collector.up",
                        "pulsefleet.collector.duration",
                        "pulsefleet.collector.readings",
                        "pulsefleet.collector.errors");
    }

    @Test
    void theRunIsCounted() {
        var before = system().run();
        await(() -> system().run().visits() >= before.visits() + 3);

        var run = system().run();

        assertThat(run.readings()).isEqualTo(6 * run.visits());
        assertThat(run.skipped()).as("one broken, one twice").isBetween(2 * run.visits(), 2 * run.visits() + 2);
        assertThat(run.errors()).isZero();
    }

    @Test
    void stopsAtOnceAndGoesOnWhenRestarted() {
        var execution = system().run().execution();
        assertThatThrownBy(() -> shifts.start("system")).isInstanceOf(NotNowException.class);

        shifts.stop("system");
        await(() -> system().state().equals("STOPPED"));
        await(this::restarted);
        await(() -> system().run().visits() > 0);

        assertThat(system().run().execution()).isGreaterThan(execution);
        assertThat(system().runs().stream().map(JobRun::state)).startsWith("STARTED", "STOPPED");
    }

    @Test
    void aStoppedShiftStaysStopped() {
        shifts.stop("system");
        await(() -> system().state().equals("STOPPED"));
        var visits = system().run().visits();

        plans.fire(new Plan(List.of()));

        assertThat(system().state()).isEqualTo("STOPPED");
        assertThat(system().run().visits()).isEqualTo(visits);
        assertThat(system().canStart()).isTrue();
        assertThatThrownBy(() -> shifts.stop("system")).isInstanceOf(NotNowException.class);
    }

    /** Each visit's number is the place that the one before was sealed with, plus one: PA-05, PA-06. */
    @Test
    void aVisitGoesOnWhereTheLastOneWasSealed() {
        var before = numbersOnDisk().size();
        await(() -> numbersOnDisk().size() > before + 2);
        shifts.stop("system");
        await(() -> system().state().equals("STOPPED"));
        await(this::restarted);
        await(() -> system().run().visits() > 1);

        var numbers = numbersOnDisk();

        assertThat(numbers)
                .isEqualTo(LongStream.range(0, numbers.size())
                        .map(i -> numbers.get(0) + i)
                        .boxed()
                        .toList());
    }

    /** An odd number is that of a visit that was behind. */
    @Test
    void aVisitThatIsBehindIsFollowedByAnotherAtOnce() { // PA-12
        await(() -> numbersOnDisk().size() > 3);

        assertThat(documentsOnDisk())
                .allMatch(document -> document.at().toEpochMilli() % 200
                        == Long.parseLong(document.body().text()) % 2 * 100);
    }

    @Test
    void visitsByHandWhileItRuns() { // PA-12
        assertThat(shifts.visit("queries").job()).isEqualTo("queries");
        assertThatThrownBy(() -> shifts.visit("deliver"))
                .isInstanceOf(NotNowException.class)
                .hasMessage("deliver: visits nobody");
    }

    @Test
    void everyRunIsOnRecordFromItsStartToItsEnd() {
        var begun = system().run();
        Predicate<JobRun> sameRun = run -> run.boot().equals(begun.boot()) && run.execution() == begun.execution();
        shifts.stop("system");
        await(() -> runsOnDisk(sameRun).size() > 1);

        assertThat(runsOnDisk(sameRun).stream().map(JobRun::state)).containsExactly("STARTED", "STOPPED");
    }

    /** What a run was like inside goes to the hub with its end; what it is like now is asked for. */
    @Test
    void theStepsOfARunAreToldWhileItGoesOnAndWithItsEnd() {
        await(() -> system().run().visits() > 0);
        var now = shifts.inside("system", system().run().execution());
        assertThat(now.state()).isEqualTo("STARTED");
        assertThat(now.steps().get(0).name()).isEqualTo("visits");
        var begun = system().run();
        assertThat(begun.dueAt()).isNotNull();
        assertThat(begun.lastVisitAt()).isNotNull();

        shifts.stop("system");
        Predicate<JobRun> sameRun = run -> run.boot().equals(begun.boot()) && run.execution() == begun.execution();
        await(() -> runsOnDisk(sameRun).size() > 1);

        var told = runsOnDisk(sameRun).get(1).detail();
        assertThat(told.state()).isEqualTo("STOPPED");
        assertThat(told.steps()).singleElement().satisfies(step -> {
            assertThat(step.state()).isEqualTo("STOPPED");
            assertThat(step.metrics().commits()).isPositive();
            assertThat(step.metrics().written()).isPositive();
            assertThat(step.trouble()).isNull();
        });
        assertThatThrownBy(() -> shifts.inside("system", 987_654)).isInstanceOf(NoSuchJobException.class);
    }

    @Test
    void whatIsAbandonedCannotGoOnButStartsAnew() {
        assertThatThrownBy(() -> shifts.abandon("system")).isInstanceOf(NotNowException.class);
        shifts.stop("system");
        await(() -> system().state().equals("STOPPED"));
        var stopped = system().run();
        await(this::abandoned);

        assertThatThrownBy(() -> shifts.restart("system")).isInstanceOf(NotNowException.class);
        assertThat(system().state()).isEqualTo("ABANDONED");
        Predicate<JobRun> sameRun = run -> run.boot().equals(stopped.boot()) && run.execution() == stopped.execution();
        assertThat(runsOnDisk(sameRun).stream().map(JobRun::state)).endsWith("ABANDONED");
        assertThat(shifts.start("system").execution()).isGreaterThan(stopped.execution());
    }

    private boolean abandoned() {
        try {
            shifts.abandon("system");
            return true;
        } catch (NotNowException notYet) {
            return false;
        }
    }

    /** A bug that ends the shift, as one of ours would, and no collector's. */
    @Test
    void whyAStepFailedIsTold() {
        TinyCollector.BREAKS_THE_SHIFT.set(true);
        await(() -> system().state().equals("FAILED"));
        TinyCollector.BREAKS_THE_SHIFT.set(false);
        var failed = system().run();
        Predicate<JobRun> sameRun = run -> run.boot().equals(failed.boot()) && run.execution() == failed.execution();
        await(() -> runsOnDisk(sameRun).size() > 1);

        var trouble = runsOnDisk(sameRun).get(1).detail().steps().get(0).trouble();

        assertThat(trouble.message()).contains("breaks the shift");
        assertThat(trouble.stack()).contains("TinyCollector");
    }

    @Test
    void aCollectorsMistakeDoesNotEndTheShift() {
        var execution = system().run().execution();
        var errors = system().run().errors();
        TinyCollector.HAS_A_BUG.set(true);
        await(() -> system().run().errors() >= errors + 2);
        var frames = framesOnDisk();
        assertThat(frames.get(frames.size() - 1).values()[0]).as("up").isZero();

        TinyCollector.HAS_A_BUG.set(false);
        var visits = system().run().visits();
        await(() -> system().run().visits() >= visits + 2);

        assertThat(system().run().execution()).isEqualTo(execution);
        assertThat(system().state()).isEqualTo("STARTED");
    }

    @Test
    void theDeliveryKeepsAllWhileTheHubIsAway() {
        var delivery = shifts.list().stream()
                .filter(shift -> shift.kind() == Shift.Kind.DELIVERY)
                .findFirst()
                .orElseThrow();

        assertThat(delivery.state()).isEqualTo("STARTED");
        assertThat(delivery.run().visits()).isZero();
        assertThat(spool.waiting().refusedSegments()).isZero();
    }

    /** UO-06: what was seen goes the way of all readings, each slot once. */
    @Test
    void whatIsProbedIsSealed() {
        var everySecond = Duration.ofSeconds(1);
        probing.engine()
                .follow(
                        "here",
                        7,
                        List.of(new PlannedMonitor(
                                3,
                                1,
                                "nobody",
                                "tcp",
                                everySecond,
                                everySecond,
                                null,
                                new RawJson("{\"host\":\"127.0.0.1\",\"port\":1}"),
                                Map.of())));
        await(() -> heartbeatsOnDisk().size() >= 4);
        probing.engine().rest();

        var seen = heartbeatsOnDisk();

        assertThat(seen.stream().map(Heartbeat::error)).containsOnly(ErrorClass.REFUSED);
        assertThat(seen.stream().map(Heartbeat::slot)).doesNotHaveDuplicates();
        assertThat(seen.stream().map(Heartbeat::slot).limit(4).toList())
                .isEqualTo(Stream.iterate(seen.get(0).slot(), slot -> slot.plus(everySecond))
                        .limit(4)
                        .toList());
    }

    private static List<Heartbeat> heartbeatsOnDisk() {
        return OnDisk.shipments().stream()
                .flatMap(shipment -> shipment.documents().stream())
                .filter(document -> document.kind().equals(Heartbeats.KIND))
                .flatMap(document -> heartbeatsIn(document).heartbeats().stream())
                .toList();
    }

    private static Heartbeats heartbeatsIn(Document document) {
        try {
            return Json.read(document.body().text().getBytes(StandardCharsets.UTF_8), Heartbeats.class);
        } catch (IOException noJson) {
            throw new IllegalStateException(noJson);
        }
    }

    private Shift system() {
        return shifts.list().stream()
                .filter(shift -> shift.name().equals("system"))
                .findFirst()
                .orElseThrow();
    }

    /** The runtime takes a moment after the last record until it lets a run go on. */
    private boolean restarted() {
        try {
            shifts.restart("system");
            return true;
        } catch (NotNowException notYet) {
            return false;
        }
    }

    /** After a test that left the job as nobody goes on with it. */
    private boolean startedAnew() {
        try {
            shifts.start("system");
            return true;
        } catch (NotNowException notYet) {
            return false;
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

    private static List<Frame> framesOnDisk() {
        return OnDisk.shipments().stream()
                .flatMap(shipment -> shipment.frames().stream())
                .filter(frame -> OnDisk.setOf(frame).collector().equals("system"))
                .toList();
    }

    private static List<JobRun> runsOnDisk(Predicate<JobRun> wanted) {
        return OnDisk.shipments().stream()
                .flatMap(shipment -> shipment.runs().stream())
                .filter(run -> run.job().equals("system"))
                .filter(wanted)
                .toList();
    }

    private static List<Document> documentsOnDisk() {
        return OnDisk.shipments().stream()
                .flatMap(shipment -> shipment.documents().stream())
                .filter(document -> document.kind().equals("visit"))
                .toList();
    }

    private static List<Long> numbersOnDisk() {
        return documentsOnDisk().stream()
                .map(document -> Long.valueOf(document.body().text()))
                .toList();
    }
}
