package io.pulsefleet.agent.collect.tail;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files, as others write and rotate them: PG-03. */
class TailTest {

    private static final int LONGEST = 4_096;

    @TempDir
    Path folder;

    private final List<String> read = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();
    private final List<String> written = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private Tail tail;
    private String place;
    private int lines;
    private Runnable restarting = () -> tail = tail("*.log*");

    @BeforeEach
    void begin() throws IOException {
        restart();
        place = asPlace(tail.begin(Tail.Beginning.AT_THE_END));
    }

    @Test
    void readsWhatIsAppended() throws Exception {
        write("a.log", 3);
        visit();
        write("a.log", 2);
        visit();
        visit();

        assertThat(read).isEqualTo(written).hasSize(5);
    }

    @Test
    void whatWasThereBeforeItBeganIsNotRead() throws Exception {
        write("a.log", 20);
        written.clear();
        append("a.log", "half a line, ");
        place = asPlace(tail.begin(Tail.Beginning.AT_THE_END));
        append("a.log", "and the other half\n");
        write("a.log", 1);

        visit();

        assertThat(read).containsExactly("half a line, and the other half", written.get(0));
    }

    @Test
    void whatWasThereBeforeItBeganIsReadIfWanted() throws Exception {
        write("a.log", 20);
        place = asPlace(tail.begin(Tail.Beginning.AT_THE_START));

        visit();

        assertThat(read).isEqualTo(written);
    }

    @Test
    void aHalfWrittenLineWaits() throws Exception {
        append("a.log", "first\nsec");
        visit();
        assertThat(read).containsExactly("first");

        append("a.log", "ond\n");
        visit();

        assertThat(read).containsExactly("first", "second");
    }

    @Test
    void followsANewNameAndTheFileThatTakesTheOldOne() throws Exception {
        write("a.log", 10);
        visit();
        write("a.log", 2);
        rename("a.log", "a.log.1");
        write("a.log.1", 1); // its writer has it open still
        write("a.log", 3);
        visit();
        write("a.log", 1);
        visit();

        assertThat(read).isEqualTo(written).hasSize(17);
    }

    @Test
    void followsANewNameThatThePatternDoesNotKnow() throws Exception {
        write("a.log", 10);
        visit();
        write("a.log", 2);
        rename("a.log", "a-old");
        write("a.log", 1);
        visit();

        assertThat(read).isEqualTo(written).hasSize(13);
    }

    @Test
    void followsFileAfterFile() throws Exception {
        for (int i = 0; i < 30; i++) {
            write("a-" + i + ".log", 2);
            if (i % 3 == 0) {
                visit();
            }
        }
        visit();

        assertThat(read).isEqualTo(written).hasSize(60);
    }

    @Test
    void aFileThatIsCopiedAndTruncatedGoesOnInItsCopy() throws Exception {
        write("a.log", 10);
        visit();
        write("a.log", 2);
        copy("a.log", "a.log.1");
        truncate("a.log");
        write("a.log", 1);
        visit();

        assertThat(read).containsExactlyInAnyOrderElementsOf(written).hasSize(13);
    }

    @Test
    void aCopyIsNotReadWhileItsOriginalIsThereAndGoesOnWhenItIsTruncated() throws Exception {
        write("a.log", 10);
        visit();
        copy("a.log", "a.log.1");
        visit();
        write("a.log", 2);
        visit();
        copy("a.log", "a.log.1"); // it took a while
        visit();
        write("a.log", 1);
        copy("a.log", "a.log.1");
        truncate("a.log");
        write("a.log", 1);
        visit();
        visit();

        assertThat(read).containsExactlyInAnyOrderElementsOf(written).hasSize(14);
    }

    @Test
    void aCopyThatIsSmallerThanWhatWasReadMeanwhileIsNotReadAgain() throws Exception {
        write("a.log", 10);
        visit();
        copy("a.log", "a.log.1");
        write("a.log", 5);
        visit();
        truncate("a.log");
        write("a.log", 1);
        visit();
        visit();

        assertThat(read).containsExactlyInAnyOrderElementsOf(written).hasSize(16);
    }

    @Test
    void aTurnThatEndsBeforeACopyIsReadGoesOnInItNextTime() throws Exception {
        for (var file : List.of("a.log", "b.log")) {
            write(file, 10);
            visit();
            write(file, 5);
        }
        for (var file : List.of("a.log", "b.log")) {
            copy(file, file + ".1");
            truncate(file);
        }
        visit(1);
        for (var file : List.of("a.log", "b.log")) {
            write(file, 1);
        }
        visit();
        visit();

        assertThat(read).containsExactlyInAnyOrderElementsOf(written).hasSize(32);
    }

    @Test
    void aCopyInAnUnknownNameIsFoundAsWell() throws Exception {
        write("a.log", 10);
        visit();
        write("a.log", 2);
        copy("a.log", "a-2026");
        truncate("a.log");
        visit();

        assertThat(read).isEqualTo(written).hasSize(12);
    }

    @Test
    void aTruncatedFileThatHasGrownBeyondWhereItWasIsNew() throws Exception {
        write("a.log", 3);
        visit();
        truncate("a.log");
        write("a.log", 10);
        visit();

        assertThat(read).isEqualTo(written).hasSize(13);
    }

    @Test
    void aNewFileThatBeginsLikeAnotherIsNoCopy() throws Exception {
        var banner = "=".repeat(300) + "\n";
        append("a.log", banner + "first\n");
        visit();
        append("b.log", banner);
        visit();
        append("b.log", "second\n");
        visit();

        assertThat(read).containsExactly("=".repeat(300), "first", "=".repeat(300), "second");
    }

    @Test
    void aShortFileThatBeginsLikeAnotherIsReadWhenItIsClearThatItIsNoCopy() throws Exception {
        append("a.log", "banner\nfirst\n");
        visit();
        append("b.log", "banner\n");
        visit();
        assertThat(read).containsExactly("banner", "first");

        now = now.plusSeconds(70);
        visit();

        assertThat(read).containsExactly("banner", "first", "banner");
    }

    @Test
    void aFileThatVanishesIsReadToItsEndIfItWasSeenBeingWritten() throws Exception {
        write("a.log", 3);
        visit();
        write("a.log", 2);
        Files.delete(folder.resolve("a.log"));
        write("b.log", 1);
        visit();
        visit();

        assertThat(read).isEqualTo(written).hasSize(6);
    }

    @Test
    void aFileThatVanishedAndComesBackIsNotReadAgain() throws Exception {
        write("a.log", 3);
        visit();
        rename("a.log", "../a.log");
        visit();
        restart();
        visit();
        rename("../a.log", "a.log");
        write("a.log", 1);
        visit();

        assertThat(read).isEqualTo(written).hasSize(4);
    }

    @Test
    void anInodeThatIsUsedAgainIsAnotherFile() throws Exception {
        write("a.log", 3);
        visit();
        restart();
        Files.delete(folder.resolve("a.log"));
        write("a.log", 10); // often on the same inode
        visit();

        assertThat(read).isEqualTo(written).hasSize(13);
    }

    @Test
    void packedFilesAreLeftAlone() throws Exception {
        tail = tail("*");
        append("a.log.gz", "not text\n");
        visit();

        assertThat(read).isEmpty();
    }

    @Test
    void thereMayBeThousandsOfOldFiles() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            write("old-" + i + ".log", 1);
        }
        place = asPlace(tail.begin(Tail.Beginning.AT_THE_END));
        written.clear();
        write("new.log", 1);
        visit();
        restart();
        visit();

        assertThat(read).isEqualTo(written).hasSize(1);
        assertThat(place.length()).isLessThan(30_000);
    }

    @Test
    void anOldFileAmongHundredsIsReadOnWhenItIsWrittenToAgain() throws Exception {
        follow("*.log");
        for (int i = 0; i < 300; i++) {
            write("app-" + i + "x.log", 2);
        }
        for (int i = 0; i < 8; i++) {
            visit(); // a turn takes so many new files
        }
        restart();
        for (int i = 0; i < 300; i += 50) {
            write("app-" + i + "x.log", 1);
        }
        visit();

        assertThat(read).containsExactlyInAnyOrderElementsOf(written).hasSize(606);
    }

    @Test
    void aFileThatWasPackedWhileNobodyLookedIsReadToItsEndOnce() throws Exception {
        follow("app.log");
        write("app.log", 30);
        visit(7);
        restart();
        pack("app.log", "app.log.1.gz");
        write("app.log", 3);
        visit(4);
        visit();
        rename("app.log.1.gz", "app.log.2.gz");
        restart();
        visit();

        assertThat(read).containsExactlyInAnyOrderElementsOf(written).hasSize(33);
    }

    @Test
    void aFileThatIsPackedBeforeItsEndWasReadIsReadThereOrHereButOnce() throws Exception {
        follow("app.log");
        write("app.log", 30);
        visit(7);
        pack("app.log", "app.log.1.gz"); // it is open here
        visit(3);
        visit(2);
        restart(); // now it is not
        visit(5);
        visit();
        visit();

        assertThat(read).isEqualTo(written).hasSize(30);
    }

    @Test
    void whatWasRotatedSeveralTimesWhileNobodyLookedIsReadAll() throws Exception {
        follow("app.log");
        write("app.log", 5);
        visit();
        restart();
        write("app.log", 5);
        pack("app.log", "app.log.2.gz");
        write("app.log", 5);
        rename("app.log", "app.log.1");
        write("app.log", 5);
        visit();
        visit();

        assertThat(read).isEqualTo(written).hasSize(20);
    }

    @Test
    void whatWasRotatedBeforeItBeganIsNotRead() throws Exception {
        write("app.log", 5);
        pack("app.log", "app.log.2.gz");
        write("app.log", 5);
        rename("app.log", "app-2026-11-20.log");
        follow("app.log");
        written.clear();
        write("app.log", 1);
        visit();

        assertThat(read).isEqualTo(written).hasSize(1);
    }

    @Test
    void aFileIsNotReadAgainWhileItIsBeingPacked() throws Exception {
        follow("app.log");
        write("app.log", 5);
        visit();
        rename("app.log", "app.log.1");
        Files.write(folder.resolve("app.log.1.gz"), gzip(Files.readAllBytes(folder.resolve("app.log.1"))));
        visit();
        Files.delete(folder.resolve("app.log.1"));
        visit();
        visit();

        assertThat(read).isEqualTo(written).hasSize(5);
    }

    @Test
    void aTornPackedFileIsReadAsFarAsItGoesAndNamed() throws Exception {
        follow("app.log");
        visit();
        write("app.log", 2_000);
        var whole = gzip(Files.readAllBytes(folder.resolve("app.log")));
        Files.write(folder.resolve("app.log.1.gz"), Arrays.copyOf(whole, whole.length / 2));
        Files.delete(folder.resolve("app.log"));
        touch("app.log.1.gz");

        assertThatThrownBy(this::visit)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("app.log.1.gz is torn: Unexpected end of ZLIB input stream");
        assertThat(read).hasSizeGreaterThan(10);
        assertThat(read.subList(0, read.size() - 1)).isEqualTo(written.subList(0, read.size() - 1));
    }

    @Test
    void aRotatedFileIsKnownByItsName() {
        var glob = Glob.of(folder.resolve("app.log").toString()).withRotated();
        assertThat(Stream.of(
                                "app.log",
                                "app.log.1",
                                "app.log.12.gz",
                                "app.log-20261121",
                                "app.log-20261121.gz",
                                "app-2026-11-21.log",
                                "app_26.11.21_10.00.00.0.log",
                                "app.2026-11-21.3.log.gz",
                                "app-2.log",
                                "app.log.bak",
                                "app.log.1.xz",
                                "other.log.1")
                        .filter(name -> glob.isWanted(Path.of(name))))
                .containsExactly(
                        "app.log",
                        "app.log.1",
                        "app.log.12.gz",
                        "app.log-20261121",
                        "app.log-20261121.gz",
                        "app-2026-11-21.log",
                        "app_26.11.21_10.00.00.0.log",
                        "app.2026-11-21.3.log.gz");
    }

    @Test
    void aTurnThatEndsEarlyGoesOnInTheNextOne() throws Exception {
        for (int i = 0; i < 300; i++) {
            write("a-" + i + ".log", 2);
        }
        for (int i = 0; i < 120; i++) {
            visit(7);
        }

        assertThat(read).isEqualTo(written).hasSize(600);
    }

    @Test
    void aLineThatIsTooLongIsOfferedInParts() throws Exception {
        append("a.log", "x".repeat(3 * LONGEST) + "\nnext\n");

        visit();

        assertThat(read).last().isEqualTo("next");
        assertThat(read.get(0)).hasSize(LONGEST);
    }

    @Test
    void aFolderThatIsNotThereIsAnAnswer() {
        tail = new Tail(Glob.of(folder.resolve("none/*.log").toString()), LONGEST, () -> now);

        assertThatThrownBy(this::visit)
                .isInstanceOf(UnreachableException.class)
                .hasMessage(folder.resolve("none") + " is not there");
    }

    @Test
    void wildcardsStandInTheFilesNameOnly() {
        assertThatThrownBy(() -> Glob.of("/var/*/a.log")).hasMessageContaining("in the file's name only");
    }

    /** As a crash between any two visits would have it, and with every way of rotation, in any order. */
    @Test
    void nothingIsLostOrDoubledWhateverIsDoneToTheFiles() throws Exception {
        for (int seed = 0; seed < 100; seed++) {
            liveThrough(new Random(seed));
            assertThat(read).as("seed " + seed).hasSameSizeAs(written).containsExactlyInAnyOrderElementsOf(written);
        }
    }

    /** As logrotate does it: numbered, and packed from the second or at once. */
    @Test
    void nothingIsLostOrDoubledWhenRotatedFilesArePacked() throws Exception {
        for (int seed = 0; seed < 30; seed++) {
            liveThroughLogrotate(new Random(seed));
            var lost = new ArrayList<>(written);
            read.forEach(lost::remove);
            var doubled = new ArrayList<>(read);
            written.forEach(doubled::remove);
            assertThat(lost).as("lost, seed " + seed).isEmpty();
            assertThat(doubled).as("doubled, seed " + seed).isEmpty();
        }
    }

    private void liveThroughLogrotate(Random random) throws IOException {
        empty();
        read.clear();
        written.clear();
        restarting = this::followApp;
        restart();
        place = asPlace(tail.begin(Tail.Beginning.AT_THE_START));
        for (int step = 0; step < 40; step++) {
            write("app.log", 1 + random.nextInt(10));
            switch (random.nextInt(7)) {
                case 0 -> visit();
                case 1 -> visit(1 + random.nextInt(5));
                case 2 -> restart();
                case 3 -> logrotate(false);
                case 4 -> logrotate(true);
                case 5 -> crash(random);
                default -> {}
            }
        }
        for (int i = 0; i < 4; i++) {
            visit();
        }
    }

    private void logrotate(boolean packAtOnce) throws IOException {
        for (int i = 30; i > 0; i--) {
            for (var ending : List.of("", ".gz")) {
                if (Files.exists(folder.resolve("app.log." + i + ending))) {
                    rename("app.log." + i + ending, "app.log." + (i + 1) + ending);
                }
            }
        }
        if (Files.exists(folder.resolve("app.log.2"))) {
            pack("app.log.2", "app.log.2.gz");
        }
        if (packAtOnce) {
            pack("app.log", "app.log.1.gz");
        } else {
            rename("app.log", "app.log.1");
        }
    }

    private void followApp() {
        tail = new Tail(Glob.of(folder.resolve("app.log").toString()).withRotated(), LONGEST, () -> now);
    }

    private void follow(String file) throws IOException {
        restarting =
                () -> tail = new Tail(Glob.of(folder.resolve(file).toString()).withRotated(), LONGEST, () -> now);
        restart();
        place = asPlace(tail.begin(Tail.Beginning.AT_THE_END));
    }

    private void pack(String from, String to) throws IOException {
        Files.write(folder.resolve(to), gzip(Files.readAllBytes(folder.resolve(from))));
        Files.setLastModifiedTime(folder.resolve(to), Files.getLastModifiedTime(folder.resolve(from)));
        Files.delete(folder.resolve(from));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private void empty() throws IOException {
        try (var all = Files.list(folder)) {
            for (var file : all.toList()) {
                Files.delete(file);
            }
        }
    }

    private void liveThrough(Random random) throws IOException {
        empty();
        restart();
        place = asPlace(tail.begin(Tail.Beginning.AT_THE_START));
        read.clear();
        written.clear();
        var rotated = 0;
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(8)) {
                case 0 -> visit();
                case 1 -> visit(1 + random.nextInt(5));
                case 2 -> restart();
                case 3 -> rename("a.log", "a-" + ++rotated + ".log");
                case 4 -> {
                    copy("a.log", "a-" + ++rotated + ".log");
                    if (random.nextBoolean()) {
                        visit();
                    }
                    truncate("a.log");
                }
                case 5 -> crash(random);
                default -> write("a.log", 1 + random.nextInt(10));
            }
            if (Files.notExists(folder.resolve("a.log"))) {
                write("a.log", 5);
            }
        }
        visit();
        visit();
    }

    /** What was read was not sealed, so neither was the place. */
    private void crash(Random random) throws IOException {
        var before = place;
        var had = read.size();
        visit(random.nextInt(10));
        place = before;
        read.subList(had, read.size()).clear();
        restart();
    }

    private void visit() throws IOException {
        visit(Integer.MAX_VALUE);
    }

    private void visit(int most) throws IOException {
        var turn = tail.turn(Json.read(place.getBytes(StandardCharsets.UTF_8), Marks.class));
        var end = read.size() + (long) most;
        while (read.size() < end) {
            try {
                var stretch = turn.next();
                if (stretch.isEmpty()) {
                    break;
                }
                takeLines(stretch.get(), end);
            } catch (UnreadableItemException one) {
                unreadable.add(one.getMessage());
            }
        }
        place = asPlace(turn.marks());
        tail.end(turn);
        assertThat(unreadable).isEmpty();
    }

    private void takeLines(Stretch stretch, long end) {
        for (int i = stretch.from(); i < stretch.to() && read.size() < end; i++) {
            if (stretch.bytes()[i] == '\n') {
                read.add(new String(stretch.bytes(), stretch.from(), i - stretch.from(), StandardCharsets.UTF_8));
                stretch.take(i + 1);
            }
        }
        if (stretch.isFull()
                || (stretch.ending() == Ending.CLOSED && stretch.from() < stretch.to() && read.size() < end)) {
            read.add(
                    new String(stretch.bytes(), stretch.from(), stretch.to() - stretch.from(), StandardCharsets.UTF_8));
            stretch.take(stretch.to());
        }
    }

    private static String asPlace(Marks marks) {
        return new String(Json.bytes(marks), StandardCharsets.UTF_8);
    }

    private void restart() {
        restarting.run();
    }

    private Tail tail(String pattern) {
        return new Tail(Glob.of(folder.resolve(pattern).toString()), LONGEST, () -> now);
    }

    private void write(String file, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            var line = "%s line %d of what is written".formatted(now, ++lines);
            written.add(line);
            append(file, line + "\n");
        }
    }

    /** Each write is a moment later than the one before, as of the file system's clock as well. */
    private void append(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text, CREATE, APPEND);
        touch(file);
    }

    private void touch(String file) throws IOException {
        now = now.plusMillis(7);
        Files.setLastModifiedTime(folder.resolve(file), FileTime.from(now));
    }

    private void rename(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Over what is there, as cp does it. */
    private void copy(String from, String to) throws IOException {
        Files.write(folder.resolve(to), Files.readAllBytes(folder.resolve(from)));
        touch(to);
    }

    private void truncate(String file) throws IOException {
        Files.newOutputStream(folder.resolve(file), TRUNCATE_EXISTING).close();
        touch(file);
    }
}
