package io.pulsefleet.agent.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.agent.push.Receiver.Manner;
import io.pulsefleet.agent.spool.SegmentName;
import io.pulsefleet.agent.spool.Spool;
import io.pulsefleet.agent.spool.SpoolFolder;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.Shipment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A window that was sealed reaches its receiver once, under one UUID, in order, hub or no hub (PA-06, PA-08, PG-09). */
@Timeout(120)
class PushTest {

    private static final Instant AT = Instant.parse("2026-11-21T10:15:00Z");

    @TempDir
    Path home;

    private final Map<String, String> given = new HashMap<>();
    private final Troubles troubles = new Troubles();
    private final AtomicInteger delivered = new AtomicInteger();
    private final List<Thread> workers = new ArrayList<>();
    private Receiver receiver;
    private Outlets outlets;
    private Spool spool;

    @BeforeEach
    void aReceiver() throws IOException {
        receiver = new Receiver();
        given.put("pulse.data", home.toString());
        given.put("pulse.push.url", receiver.address() + "/in?from=here");
        given.put("pulse.push.token", "t-1");
        given.put("pulse.push.timeout", "300ms");
    }

    @AfterEach
    void end() throws Exception {
        stop();
        receiver.close();
    }

    @Test
    void windowsArriveInOrderWithTheTokenAndAreGoneThen() throws Exception {
        start();
        sealAll(1, 5);
        receiver.awaitTaken(5);

        assertThat(receiver.taken()).containsExactly(payload(1), payload(2), payload(3), payload(4), payload(5));
        assertThat(receiver.shown()).containsOnly("POST /in?from=here Bearer t-1");
        stop();
        assertThat(waiting()).isEmpty();
        assertThat(delivered).hasValue(5);
        assertThat(troubles.now()).isEmpty();
    }

    @Test
    void whatFailsHangsOrIsNotAnsweredComesAgainAsItWas() throws Exception {
        var manners = new ArrayList<>(List.of(
                Manner.FAIL, Manner.TAKE_AND_HANG_UP, Manner.HANG, Manner.TAKE, Manner.FAIL, Manner.FAIL, Manner.TAKE));
        receiver.behave(body -> manners.isEmpty() ? Manner.TAKE : manners.remove(0));
        start();
        sealAll(1, 3);
        receiver.awaitTaken(4);

        assertThat(receiver.taken()).containsExactly(payload(1), payload(1), payload(2), payload(3));
    }

    @Test
    void aReceiverThatIsAwayIsToldAndGetsEverythingWhenItIsBack() throws Exception {
        receiver.goAway();
        start();
        sealAll(1, 3);
        awaitTrouble("push: http://127.0.0.1:%d/in is away"
                .formatted(receiver.address().getPort()));

        receiver.open();
        receiver.awaitTaken(3);

        assertThat(receiver.taken()).containsExactly(payload(1), payload(2), payload(3));
        stop();
        assertThat(troubles.now()).isEmpty();
    }

    @Test
    void aWindowThatIsRefusedForGoodIsSetAsideAndNamedAndHoldsUpNobody() throws Exception {
        receiver.behave(body -> body.equals(payload(2)) ? Manner.REFUSE : Manner.TAKE);
        start();
        sealAll(1, 3);
        receiver.awaitTaken(2);
        stop();

        assertThat(receiver.taken()).containsExactly(payload(1), payload(3));
        assertThat(Files.readString(home.resolve("agent/push/refused/000000000002-000.json")))
                .isEqualTo(payload(2));
        assertThat(troubles.now()).singleElement().asString().contains("refuses 000000000002-000.json (HTTP 400)");
        assertThat(outlets.views().get(0).refused()).isEqualTo(1);
    }

    @Test
    void whoIsNotLetInWaitsForAPersonAndLosesNothing() throws Exception {
        receiver.behave(Manner.LOCK_OUT);
        start();
        sealAll(1, 2);
        awaitTrouble("does not let us in (HTTP 401)");

        receiver.behave(Manner.TAKE);
        receiver.awaitTaken(2);

        assertThat(receiver.taken()).containsExactly(payload(1), payload(2));
    }

    @Test
    void theBoxIsBoundedAndTheOldestGoFirst() throws Exception {
        given.put("pulse.push.limit", "12KB");
        receiver.goAway();
        start();
        sealAll(1, 5);
        awaitTrouble("2 letters were given up");
        receiver.open();
        receiver.awaitTaken(3);

        assertThat(receiver.taken()).containsExactly(payload(3), payload(4), payload(5));
    }

    @Test
    void aWindowIsPushedAlthoughAHubHasItsSegmentLongSince() throws Exception {
        receiver.goAway();
        start();
        sealAll(1, 3);
        for (var next = spool.next(); next.isPresent(); next = spool.next()) {
            spool.forget(next.get().segment());
        }
        spool.settle();
        stop();

        receiver.open();
        start();
        receiver.awaitTaken(3);

        assertThat(receiver.taken()).containsExactly(payload(1), payload(2), payload(3));
    }

    @Test
    void aCrashBeforeTheSegmentIsThereLeavesNoLetterAndOneBehindItDoes() throws Exception {
        start();
        stop();
        var prepared = Files.createDirectories(home.resolve("agent/push/prepared"));
        Files.writeString(prepared.resolve("000000000001-000.json"), payload(1)); // killed between prepare and store
        start();
        stop();
        assertThat(prepared).isEmptyDirectory();
        assertThat(receiver.taken()).isEmpty();

        receiver.goAway();
        start();
        sealAll(1, 1);
        stop();
        Files.move(
                home.resolve("agent/push/000000000001-000.json"),
                prepared.resolve("000000000001-000.json")); // killed between store and sealed
        receiver.open();
        start();
        receiver.awaitTaken(1);

        assertThat(receiver.taken()).containsExactly(payload(1));
    }

    @Test
    void whatIsHeldInMemoryIsPushedToo() throws Exception {
        SpoolFolder.makeUnusable(home.resolve("agent/spool"));
        start();
        sealAll(1, 2);
        for (var next = spool.next(); next.isPresent(); next = spool.next()) {
            spool.forget(next.get().segment()); // a hub took it out of memory
        }
        receiver.awaitTaken(2);

        assertThat(receiver.taken()).containsExactly(payload(1), payload(2));
    }

    @Test
    void aListenerGetsEachKindApartWithItsProjectAndItsKey() throws Exception {
        given.remove("pulse.push.url");
        given.put("pulse.listener.url", receiver.address().toString());
        assertThatThrownBy(() -> PushConfig.check(settings()))
                .hasMessageStartingWith(
                        "PULSE_LISTENER_URL names a listener, but nothing sets PULSE_LISTENER_API_KEY and"
                                + " PULSE_LISTENER_PROJECT_ID (nor");
        given.put("pulse.listener.api.key", "k-1");
        given.put("pulse.listener.project.id", "p-1");
        start();
        var locks = new RawJson("{\"locks\":[],\"count\":0,\"has_blocking\":false}");
        spool.seal(
                new SegmentName("b-1", 1, 1),
                new Shipment(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(
                                new Document("postgresql.locks", "shop", AT, locks),
                                new Document("postgresql.settings", "shop", AT, locks)),
                        List.of()),
                List.of());
        receiver.awaitTaken(1);

        assertThat(receiver.shown()).containsExactly("POST /ingest/postgres Bearer k-1");
        assertThat(receiver.taken())
                .containsExactly(
                        "{\"project_id\":\"p-1\",\"type\":\"locks\",\"timestamp\":\"2026-11-21T10:15:00Z\",\"target\":\"shop\","
                                + "\"locks\":[],\"count\":0,\"has_blocking\":false}");
    }

    /** PG-04, PG-08. */
    @Test
    void aListenerGetsWhatTheHostIsLikeAndNothingOfOtherCollectors() throws Exception {
        given.remove("pulse.push.url");
        given.put("pulse.listener.url", receiver.address().toString());
        given.put("pulse.listener.api.key", "k-1");
        given.put("pulse.listener.project.id", "p-1");
        start();
        var host = set("system", "host", "system.memory.limit");
        var other = set("ports", "host", "system.memory.limit");
        for (int visit = 1; visit <= 2; visit++) {
            var frames = List.of(
                    new Frame(other.hash(), AT, new double[] {1}),
                    new Frame(host.hash(), AT, new double[] {8_000 + visit}));
            spool.seal(new SegmentName("b-1", 1, visit), Shipment.ofFrames(frames), List.of(host, other));
        }
        receiver.awaitTaken(2);

        var message = "{\"project_id\":\"p-1\",\"type\":\"system\",\"timestamp\":\"2026-11-21T10:15:00Z\","
                + "\"target\":\"host\",\"memory\":{\"total_bytes\":%d}}";
        assertThat(receiver.taken()).containsExactly(message.formatted(8_001), message.formatted(8_002));
    }

    /** Whoever remembers no set of a frame that is held in memory still reads it. */
    @Test
    void aListenerGetsTheHostOfSegmentsThatAreHeldInMemory() throws Exception {
        given.remove("pulse.push.url");
        given.put("pulse.listener.url", receiver.address().toString());
        given.put("pulse.listener.api.key", "k-1");
        given.put("pulse.listener.project.id", "p-1");
        SpoolFolder.makeUnusable(home.resolve("agent/spool"));
        start();
        var host = set("system", "host", "system.uptime");
        spool.seal(
                new SegmentName("b-1", 1, 1),
                Shipment.ofFrames(List.of(new Frame(host.hash(), AT, new double[] {5}))),
                List.of(host));
        spool.forget(spool.next().orElseThrow().segment());
        receiver.awaitTaken(1);

        assertThat(receiver.taken()).singleElement().asString().contains("\"uptime_seconds\":5");
    }

    private static MetricSet set(String collector, String target, String metric) {
        return new MetricSet(collector, target, List.of(new Position(metric, null, null, null)));
    }

    @Test
    void aBacklogIsNoFlood() {
        var circuit = Circuit.CLOSED;
        for (int sent = 1; sent <= 2 * Circuit.MOST_IN_A_CYCLE; sent++) {
            circuit = circuit.afterSuccess();
            assertThat(circuit.pause(0.5).isZero()).as("after %d", sent).isEqualTo(sent % 50 != 0);
        }
    }

    @Test
    void theCircuitOpensAfterThreeFailuresInARowAndForLongerEachTime() {
        var circuit = Circuit.CLOSED;
        var pauses = new ArrayList<Long>();
        for (int failed = 1; failed <= 10; failed++) {
            circuit = circuit.afterFailure();
            pauses.add(circuit.pause(1).toMillis());
            assertThat(circuit.state()).isEqualTo(failed < 3 ? Circuit.State.CLOSED : Circuit.State.OPEN);
        }
        assertThat(pauses)
                .containsExactly(200L, 200L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 60_000L, 60_000L);
        assertThat(circuit.afterSuccess().state()).isEqualTo(Circuit.State.CLOSED);
    }

    private void start() {
        outlets = new Outlets(settings(), troubles);
        spool = SpoolFolder.open(home.resolve("agent/spool"), troubles, outlets);
        for (var name : outlets.names()) {
            var worker =
                    new Thread(() -> outlets.work(name, Instant.now().plusSeconds(300), delivered::incrementAndGet));
            worker.start();
            workers.add(worker);
        }
    }

    private void stop() throws Exception {
        if (outlets != null) {
            outlets.names().forEach(outlets::stop);
        }
        for (var worker : workers) {
            worker.join();
        }
        workers.clear();
        if (spool != null) {
            spool.close();
        }
    }

    private Settings settings() {
        return new Settings(name -> Optional.ofNullable(given.get(name)));
    }

    private void sealAll(int from, int to) {
        IntStream.rangeClosed(from, to).forEach(window -> {
            var document = new Document("queries", "main", AT.plusSeconds(window), new RawJson(payload(window)));
            var name = new SegmentName("b-1", 1, window);
            spool.seal(name, new Shipment(List.of(), List.of(), List.of(), List.of(document), List.of()), List.of());
        });
    }

    private void awaitTrouble(String part) throws InterruptedException {
        while (troubles.now().stream().noneMatch(trouble -> trouble.contains(part))) {
            Thread.onSpinWait();
        }
    }

    private List<String> waiting() throws IOException {
        try (var files = Files.list(home.resolve("agent/push"))) {
            return files.filter(Files::isRegularFile).map(Path::toString).toList();
        }
    }

    private static String payload(int window) {
        return "{\"uuid\":\"w-" + window + "\"}";
    }
}
