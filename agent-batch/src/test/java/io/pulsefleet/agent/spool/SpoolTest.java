package io.pulsefleet.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Heartbeat.Ledger;
import io.pulsefleet.wire.Heartbeat.Waiting;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.Shipment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers in brackets are those of the promises in {@link Spool}. */
class SpoolTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:15:00.123Z");
    private static final MetricSet SET =
            new MetricSet("system", "host", List.of(new Position("system.uptime", Metric.Kind.GAUGE, "s", Map.of())));

    @TempDir
    Path home;

    private Instant now = NOW;
    private final Troubles troubles = new Troubles();
    private final List<Spool> opened = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (var spool : opened) {
            spool.close();
        }
    }

    @Test
    void comesOutAsItWentInAlsoAfterARestart() throws Exception { // (2) (5)
        var spool = open();
        sealChunks(spool, 9, 10, 11);
        spool.close();

        assertThat(drain(open())).containsExactly("boot-1-9", "boot-1-10", "boot-1-11");
    }

    @Test
    void whatIsFreshDoesNotWaitBehindABacklog() throws Exception { // (5)
        var spool = open();
        sealChunks(spool, 1, 2, 3);
        now = NOW.plusSeconds(61);
        sealChunks(spool, 4, 5);

        assertThat(drain(spool)).containsExactly("boot-1-4", "boot-1-5", "boot-1-1", "boot-1-2", "boot-1-3");
    }

    @Test
    void countsWhatBecameOfEachSegmentAlsoAcrossCrashes() throws Exception { // (4)
        var config = new SpoolConfig(folder(), 4 * Index.BLOCK, 1 << 20);
        var spool = open(config);
        sealChunks(spool, 1, 2, 3);
        spool.forget(spool.next().orElseThrow().segment());
        spool.setAside(spool.next().orElseThrow().segment());
        sealChunks(spool, 4, 5, 6, 7);
        assertThat(spool.books().ledger()).isEqualTo(new Ledger(NOW, 7, 7, 2, 1, 1, 1));
        assertThat(spool.waiting().evictedSegments()).isEqualTo(1);

        var crashed = home.resolve("crashed");
        copy(folder(), crashed); // as the power would leave it: 7 is sealed, and no count was kept since
        var again = open(new SpoolConfig(crashed, 4 * Index.BLOCK, 1 << 20));
        now = NOW.plusMillis(500);
        again.forget(again.next().orElseThrow().segment());

        assertThat(again.books().ledger()).isEqualTo(new Ledger(NOW, 7, 7, 3, 2, 2, 1));
        assertThat(again.waiting().segments()).isEqualTo(3);

        var beforeSettling = home.resolve("before-settling");
        copy(crashed, beforeSettling);
        var sentAgain = open(new SpoolConfig(beforeSettling, 4 * Index.BLOCK, 1 << 20));
        assertThat(sentAgain.books().ledger().acknowledgedSegments()).isEqualTo(1);
        assertThat(drain(sentAgain)).hasSize(4);
        assertThat(sentAgain.books().ledger().acknowledgedSegments()).isEqualTo(5);
        assertThat(sentAgain.books().ledger().sealedSegments()).isEqualTo(7);
    }

    @Test
    void removesAfterACrashWhatItsCountNames() throws Exception { // (4)
        var spool = open();
        sealChunks(spool, 1);
        var file = folder().resolve(spool.next().orElseThrow().segment().file());
        var content = Files.readAllBytes(file);
        spool.forget(spool.next().orElseThrow().segment());
        spool.settle();
        assertThat(file).doesNotExist();
        spool.close();
        Files.write(file, content);

        var again = open();

        assertThat(again.waiting().segments()).isZero();
        assertThat(again.books().ledger().sealedSegments()).isEqualTo(1);
    }

    @Test
    void holdsWhatWasSealed() throws Exception {
        var spool = open();
        sealChunks(spool, 7);

        var content = Gzip.unpack(spool.next().orElseThrow().content(), Shipment.class);

        assertThat(content).isEqualTo(shipment(7));
    }

    @Test
    void doesNotKnowWhatWasHalfWritten() throws Exception { // (1)
        var spool = open();
        sealChunks(spool, 1);
        spool.close();
        var half = folder().resolve("000000000002.1795256100123.boot-1-2.1.json.gz.part");
        Files.writeString(half, "half");

        assertThat(drain(open())).containsExactly("boot-1-1");
        assertThat(half).doesNotExist();
    }

    @Test
    void sealsTheSameNameOnce() { // (6)
        var spool = open();

        sealChunks(spool, 1, 2, 2, 1);

        assertThat(drain(spool)).containsExactly("boot-1-1", "boot-1-2");
    }

    @Test
    void forgetsWhatTheHubHas() throws Exception { // (3)
        var spool = open();
        sealChunks(spool, 1, 2);
        spool.forget(spool.next().orElseThrow().segment());
        spool.close();

        assertThat(drain(open())).containsExactly("boot-1-2");
    }

    @Test
    void givesUpTheOldestWhenItIsFullAndCountsThem() throws Exception { // (3) (4)
        var spool = open(new SpoolConfig(folder(), 3 * Index.BLOCK, 1 << 20));
        sealChunks(spool, 1, 2, 3, 4, 5);

        assertThat(spool.waiting()).isEqualTo(new Waiting(3, 3 * Index.BLOCK, NOW, false, 2, 2, 0));
        assertThat(troubles.now()).singleElement().asString().contains("spool: full", "PULSE_SPOOL_LIMIT");
        spool.close();

        var again = open();
        assertThat(again.waiting().evictedReadings()).isEqualTo(2);
        assertThat(drain(again)).containsExactly("boot-1-3", "boot-1-4", "boot-1-5");
    }

    @Test
    void countsOnceWhatACrashLeftBehindTheCount() throws Exception { // (4)
        var spool = open(new SpoolConfig(folder(), 2 * Index.BLOCK, 1 << 20));
        sealChunks(spool, 1, 2);
        var oldest = folder().resolve(spool.next().orElseThrow().segment().file());
        var content = Files.readAllBytes(oldest);
        sealChunks(spool, 3);
        spool.close();
        Files.write(oldest, content); // counted, and the power went before it was removed

        var again = open(new SpoolConfig(folder(), 2 * Index.BLOCK, 1 << 20));

        assertThat(again.waiting().evictedSegments()).isEqualTo(1);
        assertThat(drain(again)).containsExactly("boot-1-2", "boot-1-3");
    }

    @Test
    void keepsWhatIsSealedAfterEverythingWasGivenUp() throws Exception { // (3), a number must not come twice
        var tiny = new SpoolConfig(folder(), Index.BLOCK, 1 << 20);
        var spool = open(tiny);
        sealChunks(spool, 1, 2);
        spool.forget(spool.next().orElseThrow().segment());
        spool.close();
        var second = open(tiny);
        sealChunks(second, 3);
        second.close();

        assertThat(drain(open(tiny))).containsExactly("boot-1-3");
    }

    @Test
    void doesNotCountWhatArrivedAlthoughItWasGivenUpOnItsWay() { // (4)
        var spool = open(new SpoolConfig(folder(), Index.BLOCK, 1 << 20));
        sealChunks(spool, 1);
        var onItsWay = spool.next().orElseThrow().segment();
        sealChunks(spool, 2);
        assertThat(spool.waiting().evictedSegments()).isEqualTo(1);

        spool.forget(onItsWay);

        assertThat(spool.waiting().evictedSegments()).isZero();
        assertThat(spool.waiting().evictedReadings()).isZero();
    }

    @Test
    void setsAsideWhatTheHubRefusesAndCountsIt() throws Exception { // (3) (4)
        var spool = open();
        sealChunks(spool, 1, 2);

        spool.setAside(spool.next().orElseThrow().segment());

        assertThat(spool.waiting().refusedSegments()).isEqualTo(1);
        assertThat(folder().resolve("refused").toFile().list())
                .singleElement()
                .asString()
                .contains("boot-1-1");
        assertThat(drain(spool)).containsExactly("boot-1-2");
    }

    @Test
    void findsTheSetsThatTheHubAsksForAlsoAfterARestart() throws Exception { // (7)
        var spool = open();
        spool.seal(name(1), shipment(1), List.of(SET));
        spool.close();
        var again = open();

        var complete =
                again.withSets(again.next().orElseThrow(), List.of(SET.hash())).orElseThrow();

        assertThat(Gzip.unpack(complete, Shipment.class)).isEqualTo(shipment(1).with(List.of(SET)));
        assertThat(again.withSets(again.next().orElseThrow(), List.of("0".repeat(32))))
                .isEmpty();
    }

    @Test
    void holdsInMemoryWhatCannotBeWrittenAndMovesItInOrder() throws Exception { // (8)
        var spool = open();
        sealChunks(spool, 1);
        takeFolderAway();
        spool.seal(name(2), shipment(2), List.of(SET));
        sealChunks(spool, 3);

        assertThat(spool.waiting().inMemory()).isTrue();
        assertThat(spool.waiting().segments()).isEqualTo(3);
        assertThat(troubles.now()).singleElement().asString().contains("cannot write to " + folder(), "in memory");

        bringFolderBack();
        spool.recover();

        assertThat(spool.waiting().inMemory()).isFalse();
        assertThat(troubles.now()).isEmpty();
        spool.close();
        var again = open();
        assertThat(again.withSets(again.next().orElseThrow(), List.of(SET.hash())))
                .isPresent();
        assertThat(drain(again)).containsExactly("boot-1-1", "boot-1-2", "boot-1-3");
    }

    @Test
    void sealsOnDiskAgainByItselfAsSoonAsItCan() throws Exception { // (8)
        var spool = open();
        takeFolderAway();
        sealChunks(spool, 1);
        bringFolderBack();

        sealChunks(spool, 2);

        assertThat(spool.waiting().inMemory()).isFalse();
        spool.close();
        assertThat(drain(open())).containsExactly("boot-1-1", "boot-1-2");
    }

    @Test
    void deliversFromMemoryWhileTheFolderIsAway() throws Exception { // (8)
        Files.writeString(folder(), "a file where the folder should be");
        var spool = open();
        spool.seal(name(1), shipment(1), List.of(SET));

        assertThat(spool.withSets(spool.next().orElseThrow(), List.of(SET.hash())))
                .isPresent();
        assertThat(drain(spool)).containsExactly("boot-1-1");
    }

    @Test
    void keepsMemoryWithinItsLimitAndCountsWhatItGivesUp() throws Exception { // (4) (8)
        Files.writeString(folder(), "a file where the folder should be");
        var limit = 2_000;
        var spool = open(new SpoolConfig(folder(), 1 << 20, limit));

        sealChunks(spool, IntStream.range(0, 100).toArray());

        var waiting = spool.waiting();
        assertThat(waiting.bytes()).isLessThanOrEqualTo(limit);
        assertThat(waiting.segments() + waiting.evictedSegments()).isEqualTo(100);
        Files.delete(folder());
        spool.recover();
        spool.close();
        assertThat(open().waiting().evictedReadings()).isEqualTo(waiting.evictedReadings());
    }

    @Test
    void addsToWhatWasCountedBeforeTheFolderWentAway() throws Exception { // (4)
        var spool = open(new SpoolConfig(folder(), Index.BLOCK, 1 << 20));
        sealChunks(spool, 1, 2);
        spool.close();
        takeFolderAway();
        var blind = open(new SpoolConfig(folder(), 1 << 20, 100));
        sealChunks(blind, 3);
        bringFolderBack();

        blind.recover();

        assertThat(blind.waiting().evictedSegments()).isEqualTo(2);
        assertThat(drain(blind)).containsExactly("boot-1-2");
    }

    @Test
    void belongsToOneAgentOnly() { // (9)
        open();

        assertThatThrownBy(this::open)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another agent uses " + folder());
    }

    @Test
    void ringsForEachSegment() {
        var rings = new AtomicInteger();
        var spool = open();
        spool.onSealed(rings::incrementAndGet);

        sealChunks(spool, 1, 2);

        assertThat(rings).hasValue(2);
    }

    @Test
    void setsThatCannotBeReadAreTriedAgainBeforeTheyCountAsNotKnown() throws Exception {
        var spool = open();
        spool.seal(name(1), shipment(1), List.of(SET));
        var file = folder().resolve("sets/" + SET.hash() + ".json");
        Files.delete(file);
        Files.createDirectory(file);
        var packed = spool.next().orElseThrow();

        for (int tries = 1; tries < 10; tries++) {
            assertThatThrownBy(() -> spool.withSets(packed, List.of(SET.hash())))
                    .isInstanceOf(IOException.class);
        }
        assertThat(spool.withSets(packed, List.of(SET.hash()))).isEmpty();
    }

    @Test
    void aFileThatCannotBeReadTenTimesIsSetAsideAndHoldsUpNobody() throws Exception {
        var spool = open();
        sealChunks(spool, 1, 2);
        var file = files().get(0);
        Files.delete(folder().resolve(file));
        Files.createDirectory(folder().resolve(file));

        for (int tries = 1; tries < 10; tries++) {
            assertThat(spool.next()).isEmpty();
        }
        assertThat(troubles.now()).singleElement().asString().contains("cannot read " + file);
        assertThat(drain(spool)).containsExactly("boot-1-2");
        assertThat(spool.waiting().refusedSegments()).isEqualTo(1);
        assertThat(folder().resolve("refused/" + file)).exists();
        assertThat(troubles.now()).isEmpty();
    }

    @Test
    void onAFullDiskWhatTheHubHasIsRemovedAndCountedLater() throws Exception { // (4)
        var spool = open();
        sealChunks(spool, 1, 2);
        var noRoom = folder().resolve("tally.json.part");
        Files.createDirectories(noRoom.resolve("for the count"));

        assertThat(drain(spool)).containsExactly("boot-1-1", "boot-1-2");
        spool.settle();

        assertThat(files()).isEmpty();
        Files.delete(noRoom.resolve("for the count"));
        Files.delete(noRoom);
        spool.recover();
        assertThat(spool.waiting().inMemory()).isFalse();
        spool.close();
        assertThat(open().books().ledger()).isEqualTo(new Ledger(NOW, 2, 2, 2, 2, 2, 0));
    }

    /** As when the folder cannot be forced to the disk after the rename. */
    @Test
    void whatGotToTheDiskAlthoughItSeemedNotToIsThereOnce() throws Exception { // (6)
        var spool = open();
        sealChunks(spool, 1);
        takeFolderAway();
        sealChunks(spool, 2);
        var content = Gzip.pack(shipment(2));
        bringFolderBack();
        Files.write(folder().resolve("000000000002.1763720100123.boot-1-2.1.json.gz"), content);

        spool.recover();

        assertThat(spool.waiting().segments()).isEqualTo(2);
        assertThat(drain(spool)).containsExactly("boot-1-1", "boot-1-2");
        assertThat(spool.books().ledger()).isEqualTo(new Ledger(NOW, 2, 2, 2, 2, 2, 0));
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json.gz"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void doesNotCountAMissingValueAsAReading() {
        var spool = open();
        spool.seal(
                name(1),
                Shipment.ofFrames(List.of(new Frame(SET.hash(), NOW, new double[] {1, Frame.MISSING, Double.NaN}))),
                List.of());

        assertThat(spool.next().orElseThrow().segment().readings()).isEqualTo(2);
    }

    private Spool open() {
        return open(new SpoolConfig(folder(), 1 << 20, 1 << 20));
    }

    private Spool open(SpoolConfig config) {
        var spool = Spool.open(config, troubles, () -> now);
        opened.add(spool);
        return spool;
    }

    private Path folder() {
        return home.resolve("spool");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (var source : (Iterable<Path>) all::iterator) {
                Files.copy(source, to.resolve(from.relativize(source).toString()));
            }
        }
    }

    /** For root, no folder is read-only. */
    private void takeFolderAway() throws IOException {
        Files.move(folder(), home.resolve("away"));
        Files.writeString(folder(), "a file where the folder should be");
    }

    private void bringFolderBack() throws IOException {
        Files.delete(folder());
        Files.move(home.resolve("away"), folder());
    }

    private static void sealChunks(Spool spool, int... chunks) {
        for (var chunk : chunks) {
            spool.seal(name(chunk), shipment(chunk), List.of());
        }
    }

    private static SegmentName name(int chunk) {
        return new SegmentName("boot", 1, chunk);
    }

    private static Shipment shipment(int value) {
        return Shipment.ofFrames(List.of(new Frame(SET.hash(), NOW, new double[] {value})));
    }

    private static List<String> drain(Spool spool) {
        var names = new ArrayList<String>();
        for (var next = spool.next(); next.isPresent(); next = spool.next()) {
            names.add(next.get().segment().name().toString());
            spool.forget(next.get().segment());
        }
        return names;
    }
}
