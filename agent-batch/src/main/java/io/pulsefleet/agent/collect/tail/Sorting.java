package io.pulsefleet.agent.collect.tail;

import io.pulsefleet.agent.collect.tail.Mark.State;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who is who in the folder: which file goes on where a mark stands, which is new, and which is a copy.
 *
 * <pre>
 * a mark's inode, and what was read stands in it     goes on there, whatever its name
 * a mark's inode, but other content                  truncated, or the inode is used again: new
 * a mark's content in a new file, its own is gone    goes on in the copy, where the mark stands
 * the beginning of a file that is still there        its copy: not read while that one is
 * a mark's content in a file packed by gzip          goes on in there, where the mark stands, once
 * otherwise, if the pattern names it                 new: from its beginning
 * </pre>
 */
final class Sorting {

    private static final String GZIP = ".gz";

    /** Of new files, in one turn; more of them are for the next. */
    private static final int MOST_NEW = 50;

    private static final int MOST_TOLD = 20;
    private static final long LONGEST_WAIT = Duration.ofMinutes(1).toNanos();

    /** One file to be read on. */
    record Part(SeenFile file, Optional<Mark> mark, boolean rotatedAway) {

        long offset() {
            return mark.map(Mark::offset).orElse(0L);
        }
    }

    /** @param of the inode of the one that is read in its stead */
    record Copy(SeenFile file, long of) {}

    final List<SeenFile> files;
    final List<Part> parts = new ArrayList<>();
    final List<Copy> copies = new ArrayList<>();

    /** What stays as it was, by inode. */
    final Map<Long, Mark> kept = new LinkedHashMap<>();

    /** Sentences: files that cannot be read, the first of them. */
    final List<String> unreadable = new ArrayList<>();

    /** When the oldest file was changed last that is left to another turn. */
    long leftOut = Long.MAX_VALUE;

    private final Map<Long, byte[]> heads = new HashMap<>();
    private final Channels channels;
    private final long horizon;
    private final long now;
    private final List<SeenFile> unknown = new ArrayList<>();
    private final List<Mark> lost = new ArrayList<>();
    private final List<SeenFile> packed = new ArrayList<>();

    /** @param now in nanoseconds since the epoch */
    Sorting(List<SeenFile> files, Marks marks, Channels channels, long now) {
        this.files = files;
        this.channels = channels;
        this.horizon = marks.horizon();
        this.now = now;
        var copiesOfOld = new ArrayList<SeenFile>();
        var gone = new LinkedHashMap<Long, Mark>();
        marks.all().forEach(mark -> gone.put(mark.inode(), mark));
        for (var file : files) {
            var known = Optional.ofNullable(gone.remove(file.inode()));
            if (file.packed()) {
                each(file, () -> sortKnownPacked(file, known));
            } else {
                each(file, () -> sortKnown(file, known, copiesOfOld));
            }
        }
        gone.values().forEach(this::sortGone);
        packed.forEach(file -> each(file, () -> sortPacked(file)));
        lost.forEach(this::goOnInCopyOf);
        for (var file : copiesOfOld) {
            each(file, () -> sortCopy(file, kept.get(file.inode())));
        }
        unknown.sort((one, other) -> Long.compare(one.modified(), other.modified()));
        sortUnknown();
        parts.sort((one, other) -> Long.compare(one.file.modified(), other.file.modified()));
    }

    private interface Step {
        void take() throws IOException;
    }

    private void each(SeenFile file, Step step) {
        try {
            step.take();
        } catch (AccessDeniedException refused) {
            tell(file.path() + " may not be read; " + remedy(refused));
        } catch (IOException notNow) {
            tell(file.path() + " cannot be read: " + notNow);
        }
    }

    static String remedy(AccessDeniedException refused) {
        return refused.getReason() == null ? "put the agent's user into the group that may" : refused.getReason();
    }

    private void tell(String sentence) {
        if (unreadable.size() < MOST_TOLD) {
            unreadable.add(sentence);
        }
    }

    private void sortKnown(SeenFile file, Optional<Mark> known, List<SeenFile> copiesOfOld) throws IOException {
        if (known.isEmpty() || known.get().isUntouched()) {
            unknown.add(file);
            return;
        }
        var mark = known.get();
        kept.put(file.inode(), mark);
        if (mark.state() == State.COPY) {
            copiesOfOld.add(file);
        } else if (!mark.isUnchanged(file)) {
            var channel = channels.of(file);
            if (mark.isFoundIn(channel, channel.size())) {
                parts.add(new Part(file, known, false));
            } else {
                kept.remove(file.inode());
                lost.add(mark);
                unknown.add(file);
            }
        }
    }

    /** Its inode may have been that of a file which was packed: what is known of it is looked for in the others then. */
    private void sortKnownPacked(SeenFile file, Optional<Mark> known) throws IOException {
        if (known.isPresent() && known.get().isDone(file)) {
            kept.put(file.inode(), known.get());
            return;
        }
        var mark = known.filter(one -> one.state() != State.DONE && !one.isUntouched());
        if (isBeingPacked(file)) {
            mark.ifPresent(lost::add);
        } else if (mark.isPresent() && mark.get().isFoundIn(channels.of(file), Long.MAX_VALUE)) {
            goOnIn(file, mark.get());
        } else {
            mark.ifPresent(lost::add);
            packed.add(file);
        }
    }

    /** What of a packed file was read, while it was none, is not read again. */
    private void sortPacked(SeenFile file) throws IOException {
        var bytes = channels.of(file);
        var head = Trail.read(bytes, 0, Trail.SPAN);
        var before = Stream.concat(lost.stream(), kept.values().stream().filter(mark -> mark.state() == State.GONE))
                .filter(mark -> mayBegin(mark, head))
                .toList();
        for (var mark : before) {
            if (mark.isFoundIn(bytes, Long.MAX_VALUE)) {
                goOnInPacked(file, mark);
                return;
            }
        }
        unknown.add(file);
    }

    /** What is still open is read there to its end first; only then is it known what is left to be read of the packed one. */
    private void goOnInPacked(SeenFile file, Mark mark) {
        if (parts.stream().noneMatch(part -> part.file.inode() == mark.inode())) {
            lost.remove(mark);
            goOnIn(file, mark);
        }
    }

    /** The tool that packs it removes the original last. */
    private boolean isBeingPacked(SeenFile file) {
        var plain = file.name().substring(0, file.name().length() - GZIP.length());
        return files.stream().anyMatch(other -> other.name().equals(plain));
    }

    private static boolean mayBegin(Mark mark, byte[] head) {
        var span = (int) Math.min(Trail.SPAN, mark.offset());
        return !mark.isUntouched()
                && mark.state() != State.DONE
                && head.length >= span
                && Trail.checksum(Arrays.copyOf(head, span)) == mark.head();
    }

    private void sortGone(Mark mark) {
        if (mark.state() == State.DONE) {
            return; // packed, read, and removed
        }
        kept.put(mark.inode(), mark.state() == State.COPY ? mark : mark.as(State.GONE));
        var stillOpen = channels.stillOpen(mark.inode());
        if (stillOpen.isPresent() && mark.state() != State.COPY) {
            parts.add(new Part(SeenFile.gone(mark), Optional.of(mark), true));
        } else if (mark.state() == State.HERE && !mark.isUntouched()) {
            lost.add(mark);
        }
    }

    /** What was read of it may go on in a copy that was made of it before it was truncated or removed. */
    private void goOnInCopyOf(Mark mark) {
        var copy = unknown.stream().filter(file -> isCopyOf(mark, file)).findFirst();
        if (copy.isPresent()) {
            goOnIn(copy.get(), mark);
            unknown.remove(copy.get());
        }
    }

    /** It is known from now on, though this turn may end before it is read. */
    private void goOnIn(SeenFile file, Mark mark) {
        kept.put(file.inode(), mark.goingOnIn(file));
        parts.add(new Part(file, Optional.of(mark), false));
    }

    private boolean isCopyOf(Mark mark, SeenFile file) {
        if (file.packed() || file.inode() == mark.inode() || file.size() < mark.offset() || !mayBeOpened(file)) {
            return false;
        }
        try {
            return mark.isFoundIn(channels.of(file), file.size());
        } catch (IOException notNow) {
            tell(file.path() + " cannot be read: " + notNow);
            return false;
        }
    }

    /** What nobody asked for is nobody's trouble. */
    private boolean mayBeOpened(SeenFile file) {
        return file.wanted() || Files.isReadable(file.path());
    }

    private void sortCopy(SeenFile file, Mark mark) throws IOException {
        var original = originalOf(file);
        if (original.isPresent()) {
            copies.add(new Copy(file, original.get()));
            return;
        }
        var channel = channels.of(file);
        if (mark.isFoundIn(channel, channel.size())) {
            parts.add(new Part(file, Optional.of(mark), false));
        } else if (channel.size() < mark.offset() && isHeadOf(mark, channel)) {
            kept.put(file.inode(), Mark.of(file, Trail.before(channel.size(), channel))); // all of it was read
        } else {
            kept.remove(file.inode());
            unknown.add(file); // it only began alike
        }
    }

    private static boolean isHeadOf(Mark mark, Bytes channel) throws IOException {
        return Trail.before(Math.min(Trail.SPAN, mark.offset()), channel).headChecksum() == mark.head();
    }

    private void sortUnknown() {
        int old = parts.size();
        for (var file : unknown) {
            if (file.wanted() && file.size() > 0 && file.modified() > horizon) {
                if (parts.size() - old == MOST_NEW) {
                    leftOut = file.modified();
                    return;
                }
                each(file, () -> sortUnknown(file));
            }
        }
    }

    private void sortUnknown(SeenFile file) throws IOException {
        var original = file.packed() ? Optional.<Long>empty() : originalOf(file);
        if (original.isPresent()) {
            copies.add(new Copy(file, original.get()));
        } else if (file.packed() || !mayBecomeCopy(file)) {
            parts.add(new Part(file, Optional.empty(), false));
        }
    }

    /** Whether all of it stands at the beginning of another that is larger, and that was read. */
    private Optional<Long> originalOf(SeenFile file) throws IOException {
        return file.size() < Trail.SPAN ? Optional.empty() : beginningLike(file);
    }

    /** Too short to tell; but files do not stay that short for long. */
    private boolean mayBecomeCopy(SeenFile file) throws IOException {
        return file.size() < Trail.SPAN
                && now - file.modified() < LONGEST_WAIT
                && beginningLike(file).isPresent();
    }

    private Optional<Long> beginningLike(SeenFile file) throws IOException {
        for (var other : files) {
            if (!other.packed()
                    && other.inode() != file.inode()
                    && isRead(other)
                    && mayBeginAlike(file, other)
                    && isBeginning(file, other)) {
                return Optional.of(other.inode());
            }
        }
        return Optional.empty();
    }

    /** Whether it was read, or is to be. */
    private boolean isRead(SeenFile file) {
        var mark = kept.get(file.inode());
        return mark == null
                ? parts.stream().anyMatch(part -> part.file.inode() == file.inode())
                : mark.state() == State.HERE && !mark.isUntouched();
    }

    /** Told without a look into the other, where that can be. */
    private boolean mayBeginAlike(SeenFile file, SeenFile other) throws IOException {
        var mark = kept.get(other.inode());
        return mark == null
                || file.size() < Trail.SPAN
                || mark.offset() < Trail.SPAN
                || mark.head() == Trail.checksum(head(file));
    }

    private boolean isBeginning(SeenFile file, SeenFile other) throws IOException {
        var own = head(file);
        var others = head(other);
        if (others.length < own.length || !Arrays.equals(own, 0, own.length, others, 0, own.length)) {
            return false;
        }
        var channel = channels.of(other);
        long near = file.size() - own.length;
        return channel.size() >= file.size()
                && Arrays.equals(
                        Trail.read(channels.of(file), near, own.length), Trail.read(channel, near, own.length));
    }

    private byte[] head(SeenFile file) throws IOException {
        var known = heads.get(file.inode());
        if (known != null) {
            return known;
        }
        var head = Trail.read(channels.of(file), 0, (int) Math.min(Trail.SPAN, file.size()));
        heads.put(file.inode(), head);
        return head;
    }
}
