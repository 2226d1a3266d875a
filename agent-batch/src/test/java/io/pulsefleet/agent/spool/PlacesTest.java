package io.pulsefleet.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.Shipment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise (10) of {@link Spool}, and those of {@link Places}: PA-05, PA-06. */
class PlacesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:15:00.123Z");
    private static final MetricSet SET = new MetricSet(
            "queries",
            "shop",
            List.of(
                    new Position("from", Metric.Kind.GAUGE, "1", Map.of()),
                    new Position("to", Metric.Kind.GAUGE, "1", Map.of())));
    private static final String SHOP = "queries/shop";

    @TempDir
    Path home;

    private Instant now = NOW;
    private Path folder;
    private final Troubles troubles = new Troubles();
    private final List<Spool> opened = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (var spool : opened) {
            spool.close();
        }
    }

    @Test
    void ofTwoPlacesTheLaterStandsInWhateverOrderTheyAreMerged() {
        var first = Places.NONE.following(Map.of("a", "1", "b", "1"));
        var second = first.following(Map.of("a", "2"));

        assertThat(first.merge(second))
                .isEqualTo(second.merge(first))
                .isEqualTo(first.merge(second).merge(first));
        assertThat(second.merge(first).of("a")).contains("2");
        assertThat(second.merge(first).of("b")).contains("1");
    }

    @Test
    void aPlaceHoldsAsSoonAsItsSegmentIsSealed() throws Exception {
        var spool = open();
        assertThat(spool.place(SHOP)).isEmpty();

        read(spool, 1, 7);

        assertThat(spool.place(SHOP)).contains("7");
        assertThat(spool.place("queries/other")).isEmpty();
    }

    @Test
    void comesBackFromTheSegmentsThatAreStillThere() throws Exception {
        read(open(), 1, 7);

        assertThat(afterAKill().place(SHOP)).contains("7");
    }

    @Test
    void comesBackWhenTheHubHasTheSegmentAndItIsGone() throws Exception {
        var spool = open();
        read(spool, 1, 7);
        deliverAll(spool);

        assertThat(files()).isEmpty();
        assertThat(afterAKill().place(SHOP)).contains("7");
    }

    @Test
    void theNewestStandsAlsoWhenTheHubTookItFirst() throws Exception {
        var spool = open();
        read(spool, 1, 7);
        now = NOW.plusSeconds(90);
        read(spool, 2, 9);
        spool.forget(spool.next().orElseThrow().segment());
        spool.settle();

        assertThat(afterAKill().place(SHOP)).contains("9");
    }

    @Test
    void whatTheHubGetsIsTheShipmentAndNothingElse() throws Exception {
        var spool = open();
        read(spool, 1, 7);
        var packed = spool.next().orElseThrow();

        assertThat(Gzip.unpack(packed.content(), Shipment.class)).isEqualTo(window(0, 7));
        assertThat(packed.content()).hasSize(packed.segment().bytes());
    }

    @Test
    void theSameNameSealedTwiceAdvancesOnce() throws Exception { // promise (6)
        var spool = open();
        read(spool, 1, 7);
        spool.seal(name(1), window(7, 9), List.of(SET), Map.of(SHOP, "9"));

        assertThat(spool.place(SHOP)).contains("7");
    }

    @Test
    void aSegmentStaysWhileItsPlacesCannotBeKept() throws Exception {
        var spool = open();
        read(spool, 1, 7);
        Files.createDirectories(folder.resolve("places.json.part/in the way"));

        deliverAll(spool);

        assertThat(files()).hasSize(1);
        Files.delete(folder.resolve("places.json.part/in the way"));
        Files.delete(folder.resolve("places.json.part"));
        assertThat(afterAKill().place(SHOP)).contains("7");
    }

    /** The folder takes the places again, and not yet the segment. */
    @Test
    void aPlaceIsNotKeptBeforeItsSegmentIs() throws Exception {
        var spool = open();
        read(spool, 1, 7);
        takeFolderAway();
        read(spool, 2, 9);
        bringFolderBack();
        var inTheWay = new ArrayList<Path>();
        for (int number = 2; number < 9; number++) {
            var file = "%012d.%d.boot-1-2.2.p%d.json.gz.part"
                    .formatted(number, now.toEpochMilli(), Gzip.pack(window(7, 9)).length);
            inTheWay.add(Files.createDirectories(folder.resolve(file).resolve("in the way")));
        }

        spool.recover();

        assertThat(spool.waiting().inMemory()).isTrue();
        for (var obstacle : inTheWay) {
            Files.delete(obstacle);
            Files.delete(obstacle.getParent());
        }
        assertThat(afterAKill().place(SHOP)).contains("7");
    }

    @Test
    void aSegmentThatIsGivenUpOrRefusedLeavesItsPlace() throws Exception {
        var spool = open();
        read(spool, 1, 7);
        spool.setAside(spool.next().orElseThrow().segment());
        assertThat(afterAKill().place(SHOP)).contains("7");

        var small = open(new SpoolConfig(home.resolve("small"), Index.BLOCK, 1 << 20));
        read(small, 1, 7);
        small.seal(name(2), Shipment.ofFrames(List.of()), List.of());
        folder = home.resolve("small");
        assertThat(files()).hasSize(1);
        assertThat(afterAKill().place(SHOP)).contains("7");
    }

    @Test
    void brokenPlacesStartCleanAndItIsSaid() throws Exception { // PA-05
        var spool = open();
        read(spool, 1, 7);
        deliverAll(spool);
        spool.close();
        Files.writeString(folder.resolve("places.json"), "{\"byTarget\":{\"queries/sh");

        var again = open();

        assertThat(again.place(SHOP)).isEmpty();
        assertThat(troubles.now()).singleElement().asString().contains("places.json is broken", "starts clean");
        assertThat(folder.resolve("places.json.broken")).exists();
        read(again, 2, 3);
        deliverAll(again);
        assertThat(troubles.now()).isEmpty();
        assertThat(afterAKill().place(SHOP)).contains("3");
    }

    @Test
    void brokenPlacesOfASegmentAreSaidAndTheOthersStand() throws Exception { // PA-05
        var spool = open();
        read(spool, 1, 7);
        read(spool, 2, 9);
        spool.close();
        var last = folder.resolve(files().get(1));
        var bytes = Files.readAllBytes(last);
        Files.write(last, Arrays.copyOf(bytes, bytes.length - 4));

        assertThat(open().place(SHOP)).contains("7");
        assertThat(troubles.now()).singleElement().asString().contains("does not say how far was read");
    }

    @Test
    void isNotKnownRatherThanWrongWhileTheFolderCannotBeReadAtTheStart() throws Exception {
        var spool = open();
        read(spool, 1, 7);
        spool.close();
        takeFolderAway();
        var blind = open();

        assertThatThrownBy(() -> blind.place(SHOP))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not known");

        bringFolderBack();
        assertThat(blind.place(SHOP)).contains("7");
    }

    /**
     * A reader that goes on where its place says reads spans {@code [from, to)}; the hub comes and goes, the folder too, and
     * the process is killed between any two steps. In the end the spans that the hub has lie one behind the other.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void neitherSkipsNorRepeats(int part) throws Exception { // PA-05, PA-06
        for (int seed = part * 4; seed < part * 4 + 4; seed++) {
            folder = home.resolve("seed" + seed);
            assertOneBehindTheOther(new Life(seed).live(60), seed);
        }
    }

    private static void assertOneBehindTheOther(SortedMap<Integer, Integer> spans, int seed) {
        var end = 0;
        for (var span : spans.entrySet()) {
            assertThat(span.getKey())
                    .as("seed %d: begins where the last one ended", seed)
                    .isEqualTo(end);
            end = span.getValue();
        }
        assertThat(end).as("seed %d", seed).isPositive();
    }

    private final class Life {

        private final Random random;
        private final TreeMap<Integer, Integer> atTheHub = new TreeMap<>();
        private Spool spool = open();
        private boolean away;
        private int chunk;

        Life(int seed) {
            random = new Random(seed);
        }

        SortedMap<Integer, Integer> live(int steps) throws IOException {
            for (int step = 0; step < steps; step++) {
                now = now.plusSeconds(random.nextInt(40));
                step();
            }
            if (away) {
                comeBack();
            }
            read(spool, ++chunk, 1 + from());
            for (var next = spool.next(); next.isPresent(); next = spool.next()) {
                take(next.get());
                spool.forget(next.get().segment());
            }
            return atTheHub;
        }

        private void step() throws IOException {
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> visit();
                case 3 -> deliver(true);
                case 4 -> deliver(random.nextBoolean());
                case 5 -> spool.settle();
                case 6 -> kill();
                case 7 -> {
                    spool.close();
                    spool = open();
                }
                default -> goOrComeBack();
            }
        }

        private void visit() throws IOException {
            try {
                read(spool, ++chunk, from() + 1 + random.nextInt(5));
            } catch (IOException placeNotKnown) {
                assertThat(away).isTrue();
            }
        }

        private int from() throws IOException {
            return spool.place(SHOP).map(Integer::valueOf).orElse(0);
        }

        /** While the folder is away the hub gets nothing here: what it took from memory a crash would make it get again. */
        private void deliver(boolean answered) throws IOException {
            var next = away ? Optional.<Packed>empty() : spool.next();
            if (next.isPresent()) {
                take(next.get());
                if (answered) {
                    spool.forget(next.get().segment());
                }
            }
        }

        private void take(Packed packed) throws IOException {
            var values = Gzip.unpack(packed.content(), Shipment.class)
                    .frames()
                    .get(0)
                    .values();
            var known = atTheHub.put((int) values[0], (int) values[1]);
            assertThat(known).isIn(null, (int) values[1]);
        }

        private void kill() throws IOException {
            if (away) {
                Files.delete(folder);
            }
            spool = afterAKillOf(away ? home.resolve("away") : folder);
            if (away) {
                Files.move(home.resolve("away"), home.resolve("lost" + opened.size()));
                away = false;
            }
        }

        private void goOrComeBack() throws IOException {
            if (away) {
                comeBack();
            } else {
                takeFolderAway();
                away = true;
            }
        }

        private void comeBack() throws IOException {
            bringFolderBack();
            spool.recover();
            away = false;
        }
    }

    private static void read(Spool spool, int chunk, int to) throws IOException {
        var from = spool.place(SHOP).map(Integer::valueOf).orElse(0);
        spool.seal(name(chunk), window(from, to), List.of(SET), Map.of(SHOP, Integer.toString(to)));
    }

    private static Shipment window(int from, int to) {
        return Shipment.ofFrames(List.of(new Frame(SET.hash(), NOW, new double[] {from, to})));
    }

    private static void deliverAll(Spool spool) {
        for (var next = spool.next(); next.isPresent(); next = spool.next()) {
            spool.forget(next.get().segment());
        }
        spool.settle();
    }

    private Spool open() {
        folder = folder == null ? home.resolve("spool") : folder;
        return open(new SpoolConfig(folder, 1 << 20, 1 << 20));
    }

    private Spool open(SpoolConfig config) {
        var spool = Spool.open(config, troubles, () -> now);
        opened.add(spool);
        return spool;
    }

    private Spool afterAKill() throws IOException {
        return afterAKillOf(folder);
    }

    /** What is on the disk now, and another process that finds it. */
    private Spool afterAKillOf(Path left) throws IOException {
        var found = home.resolve("killed" + opened.size());
        try (var all = Files.walk(left)) {
            for (var source : (Iterable<Path>) all::iterator) {
                Files.copy(source, found.resolve(left.relativize(source).toString()));
            }
        }
        folder = found;
        return open();
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json.gz"))
                    .sorted()
                    .toList();
        }
    }

    private void takeFolderAway() throws IOException {
        Files.move(folder, home.resolve("away"));
        Files.writeString(folder, "a file where the folder should be");
    }

    private void bringFolderBack() throws IOException {
        Files.delete(folder);
        Files.move(home.resolve("away"), folder);
    }

    private static SegmentName name(int chunk) {
        return new SegmentName("boot", 1, chunk);
    }
}
