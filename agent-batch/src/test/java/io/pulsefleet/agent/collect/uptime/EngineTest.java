package io.pulsefleet.agent.collect.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.uptime.Answer;
import io.pulsefleet.wire.uptime.Check;
import io.pulsefleet.wire.uptime.CheckKind;
import io.pulsefleet.wire.uptime.ErrorClass;
import io.pulsefleet.wire.uptime.Heartbeat;
import io.pulsefleet.wire.uptime.Heartbeats;
import io.pulsefleet.wire.uptime.PlannedMonitor;
import io.pulsefleet.wire.uptime.TcpCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** UO-01, UO-06: probes go on side by side, each in its slot. */
class EngineTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:15:00Z");

    /** Waits at port 1 until it is let go. */
    private static final class Door implements Prober {

        private final CountDownLatch open = new CountDownLatch(1);
        private final BlockingQueue<Integer> came = new LinkedBlockingQueue<>();

        @Override
        public CheckKind kind() {
            return CheckKind.TCP;
        }

        @Override
        public Answer probe(Check check, Attempt attempt) throws IOException {
            came.add(attempt.monitor());
            if (((TcpCheck) check).port() == 1) {
                try {
                    open.await();
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            }
            return Answer.ofText("", attempt.phases(), null);
        }
    }

    @Test
    void oneThatHangsDelaysNoOther() throws InterruptedException {
        var door = new Door();
        var outbox = new Outbox("life");
        try (var engine = new Engine(new HubClock(), outbox, List.of(door), 10)) {
            engine.follow("fra-1", 7, List.of(monitor(1, 1), monitor(2, 2)));
            var others = 0;
            while (others < 2) {
                others += door.came.poll(30, TimeUnit.SECONDS) == 2 ? 1 : 0;
            }
            door.open.countDown();
        }
    }

    @Test
    void oneForWhichThereIsNoRoomIsSaidToHaveNone() throws InterruptedException {
        var door = new Door();
        var outbox = new Outbox("life");
        try (var engine = new Engine(new HubClock(), outbox, List.of(door), 1)) {
            engine.follow("fra-1", 7, List.of(monitor(1, 1)));
            assertThat(door.came.poll(30, TimeUnit.SECONDS)).isEqualTo(1);
            while (outbox.size() == 0) { // its next slot comes a second later
                Thread.onSpinWait();
            }
            door.open.countDown();
        }
        var first = heartbeats(outbox.take(NOW)).get(0).heartbeats().get(0);
        assertThat(first.error()).isEqualTo(ErrorClass.OVERLOADED);
        assertThat(first.message()).contains("PULSE_UPTIME_AT_ONCE");
    }

    @Test
    void whatAVisitCouldNotSealIsToldAgainAndWhatItSealedIsNot() {
        var outbox = new Outbox("life");
        IntStream.rangeClosed(1, 3).forEach(i -> outbox.put(waiting(i, 7), false));

        var first = ids(outbox.take(NOW));
        outbox.put(waiting(4, 7), false);
        outbox.settle(Optional.empty()); // a visit that was not sealed
        var second = ids(outbox.take(NOW));
        outbox.settle(Optional.of(outbox.mark()));
        var third = ids(outbox.take(NOW));

        assertThat(first).containsExactly(1, 2, 3);
        assertThat(second).containsExactly(1, 2, 3, 4);
        assertThat(third).isEmpty();
    }

    @Test
    void documentsAreOfOneLeaseAndNotTooLarge() {
        var outbox = new Outbox("life");
        IntStream.rangeClosed(1, Outbox.IN_A_DOCUMENT + 1).forEach(i -> outbox.put(waiting(i, 7), false));
        outbox.put(waiting(900, 8), true);
        assertThat(outbox.hasNews()).isTrue();

        assertThat(heartbeats(outbox.take(NOW)))
                .extracting(body -> body.lease() + " " + body.heartbeats().size())
                .containsExactly("7 " + Outbox.IN_A_DOCUMENT, "7 1", "8 1");
        assertThat(outbox.hasNews()).isFalse();
    }

    @Test
    void withTooManyTheOldestGoAndAreCounted() {
        var outbox = new Outbox("life");
        IntStream.range(0, Outbox.MOST + 5).forEach(i -> outbox.put(waiting(i, 7), false));

        assertThat(outbox.size()).isEqualTo(Outbox.MOST);
        assertThat(outbox.lost()).isEqualTo(5);
        assertThat(outbox.lost()).isZero();
    }

    /** UO-07: when it begins, when it becomes another failure, and when it is over; not each time. */
    @Test
    void aFailureIsToldWhenItBeginsAndWhenItIsOver() throws InterruptedException {
        var failing = new AtomicReference<>(ErrorClass.REFUSED);
        var outbox = new Outbox("life");
        try (var said = Said.by(Engine.class);
                var engine = new Engine(new HubClock(), outbox, List.of(failing(failing)), 10)) {
            engine.follow("fra-1", 7, List.of(monitor(1, 1)));
            awaitHeartbeats(outbox, 2);
            failing.set(ErrorClass.RESET);
            awaitHeartbeats(outbox, 2);
            failing.set(null);
            awaitHeartbeats(outbox, 2);

            assertThat(said.messages())
                    .containsExactly(
                            "WARNING uptime: probe failed: 1 it: REFUSED: not now",
                            "WARNING uptime: probe failed: 1 it: RESET: not now",
                            "INFO uptime: probe is well again: 1 it");
        }
    }

    private static Prober failing(AtomicReference<ErrorClass> how) {
        return new Prober() {
            @Override
            public CheckKind kind() {
                return CheckKind.TCP;
            }

            @Override
            public Answer probe(Check check, Attempt attempt) throws IOException {
                if (how.get() != null) {
                    throw new ProbeFailedException(how.get(), "not now");
                }
                return Answer.ofText("", attempt.phases(), null);
            }
        };
    }

    /** So many more; the first may be of a moment ago. */
    private static void awaitHeartbeats(Outbox outbox, int more) {
        for (var wanted = outbox.size() + more; outbox.size() < wanted; ) {
            Thread.onSpinWait();
        }
    }

    /** UO-07: that nothing took them is told as a save that failed, in the log and as a number. */
    @Test
    void heartbeatsThatHadToGoAreToldAsASaveThatFailed() throws IOException {
        var probing = new Probing();
        IntStream.range(0, Outbox.MOST + 5).forEach(i -> probing.outbox().put(waiting(i, 7), false));
        try (var said = Said.by(UptimeCollector.class)) {
            var pass = new UptimeCollector(null, probing).begin(new Visit("fra-1", NOW, Optional::empty));
            var readings = List.of(
                    pass.next().orElseThrow().value(), pass.next().orElseThrow().value());

            assertThat(readings).containsExactly((double) Outbox.MOST - Outbox.IN_A_VISIT, 5.0);
            assertThat(said.messages())
                    .containsExactly("WARNING uptime: save failed: 5 heartbeats had to go, the oldest first; the spool"
                            + " did not take them");
        }
    }

    /** UO-08: when the agent ends. */
    @Test
    void whatNoVisitWillTakeIsGivenOnce() {
        var outbox = new Outbox("life");
        IntStream.rangeClosed(1, 3).forEach(i -> outbox.put(waiting(i, 7), true));

        assertThat(ids(outbox.leftOver(NOW))).containsExactly(1, 2, 3);
        assertThat(outbox.hasNews()).isFalse();
        assertThat(ids(outbox.take(NOW))).isEmpty();
    }

    private static List<Integer> ids(List<Document> documents) {
        return heartbeats(documents).stream()
                .flatMap(body -> body.heartbeats().stream())
                .map(Heartbeat::monitor)
                .toList();
    }

    private static List<Heartbeats> heartbeats(List<Document> documents) {
        var all = new ArrayList<Heartbeats>();
        for (var document : documents) {
            try {
                assertThat(document.kind()).isEqualTo(Heartbeats.KIND);
                all.add(Json.read(document.body().text().getBytes(StandardCharsets.UTF_8), Heartbeats.class));
            } catch (IOException broken) {
                throw new java.io.UncheckedIOException(broken);
            }
        }
        return all;
    }

    private static Outbox.Waiting waiting(int monitor, long lease) {
        return new Outbox.Waiting(
                "fra-1",
                lease,
                new Heartbeat(
                        monitor,
                        1,
                        NOW,
                        NOW,
                        Heartbeat.Status.UP,
                        null,
                        null,
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    private static PlannedMonitor monitor(int id, int port) {
        return new PlannedMonitor(
                id,
                1,
                "it",
                "tcp",
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                null,
                new RawJson("{\"host\":\"127.0.0.1\",\"port\":" + port + "}"),
                Map.of());
    }
}
