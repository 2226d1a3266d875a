package io.pulsefleet.agent.collect.tail;

import io.pulsefleet.agent.collect.tail.Mark.State;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is who in the folder: which file goes on where a mark stands, which is new, and which is a copy.
 *
 * <pre>
 * a mark's inode, and what was read stands in it     goes on there, whatever its name
 * a mark's inode, but other content                  truncated, or the inode is used again: new
 * a mark's content in a new file, its own is gone    goes on in the copy, where the mark stands
 * the beginning of a file that is still there        its copy: not read while that one is
 * otherwise, if the pattern names it                 new: from its beginning
 * </pre>
 */
final class Sorting {

    private static final long LONGEST_WAIT = Duration.ofMinutes(1).toNanos();

    /** One file to be read on. */
    record Part(SeenFile file, FileChannel channel, Optional<Mark> mark, boolean rotatedAway) {

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

    /** A sentence for each file that cannot be read. */
    final List<String> unreadable = new ArrayList<>();

    private final Channels channels;
    private final long horizon;
    private final long now;
    private final List<SeenFile> unknown = new ArrayList<>();
    private final List<Mark> lost = new ArrayList<>();

    /** @param now in nanoseconds since the epoch */
    Sorting(List<SeenFile> files, Marks marks, Channels channels, long now) {
        this.files = files;
        this.channels = channels;
        this.horizon = marks.horizon();
        this.now = now;
        var copiesOfOld = new ArrayList<SeenFile>();
        var gone = new LinkedHashMap<Long, Mark>();
        marks.marks().forEach(mark -> gone.put(mark.inode(), mark));
        for (var file : files) {
            var known = Optional.ofNullable(gone.remove(file.inode()));
            each(file, () -> sortKnown(file, known, copiesOfOld));
        }
        gone.values().forEach(this::sortGone);
        lost.forEach(this::goOnInCopyOf);
        for (var file : copiesOfOld) {
            each(file, () -> sortCopy(file, kept.get(file.inode())));
        }
        for (var file : unknown) {
            each(file, () -> sortUnknown(file));
        }
        parts.sort((one, other) -> Long.compare(one.file.modified(), other.file.modified()));
    }

    private interface Step {
        void take() throws IOException;
    }

    private void each(SeenFile file, Step step) {
        try {
            step.take();
        } catch (AccessDeniedException refused) {
            unreadable.add(file.path() + " may not be read; put the agent's user into the group that may");
        } catch (IOException notNow) {
            unreadable.add(file.path() + " cannot be read: " + notNow);
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
                parts.add(new Part(file, channel, known, false));
            } else {
                kept.remove(file.inode());
                lost.add(mark);
                unknown.add(file);
            }
        }
    }

    private void sortGone(Mark mark) {
        kept.put(mark.inode(), mark.state() == State.COPY ? mark : mark.as(State.GONE));
        var stillOpen = channels.stillOpen(mark.inode());
        if (stillOpen.isPresent() && mark.state() != State.COPY) {
            parts.add(new Part(SeenFile.gone(mark), stillOpen.get(), Optional.of(mark), true));
        } else if (mark.state() == State.HERE && !mark.isUntouched()) {
            lost.add(mark);
        }
    }

    /** What was read of it may go on in a copy that was made of it before it was truncated or removed. */
    private void goOnInCopyOf(Mark mark) {
        var copy = unknown.stream().filter(file -> isCopyOf(mark, file)).findFirst();
        if (copy.isPresent()) {
            each(copy.get(), () -> parts.add(new Part(copy.get(), channels.of(copy.get()), Optional.of(mark), false)));
            unknown.remove(copy.get());
        }
    }

    private boolean isCopyOf(Mark mark, SeenFile file) {
        if (file.inode() == mark.inode() || file.size() < mark.offset() || !mayBeOpened(file)) {
            return false;
        }
        try {
            return mark.isFoundIn(channels.of(file), file.size());
        } catch (IOException notNow) {
            unreadable.add(file.path() + " cannot be read: " + notNow);
            return false;
        }
    }

    /** What nobody asked for is nobody's trouble. */
    private static boolean mayBeOpened(SeenFile file) {
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
            parts.add(new Part(file, channel, Optional.of(mark), false));
        } else if (channel.size() < mark.offset() && isHeadOf(mark, channel)) {
            kept.put(file.inode(), Mark.of(file, Trail.before(channel.size(), channel))); // all of it was read
        } else {
            kept.remove(file.inode());
            unknown.add(file); // it only began alike
        }
    }

    private static boolean isHeadOf(Mark mark, FileChannel channel) throws IOException {
        return Trail.before(Math.min(Trail.SPAN, mark.offset()), channel).headChecksum() == mark.head();
    }

    private void sortUnknown(SeenFile file) throws IOException {
        if (!file.wanted() || file.size() == 0 || file.modified() <= horizon) {
            return;
        }
        var original = originalOf(file);
        if (original.isPresent()) {
            copies.add(new Copy(file, original.get()));
        } else if (!mayBecomeCopy(file)) {
            parts.add(new Part(file, channels.of(file), Optional.empty(), false));
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
        var own = channels.of(file);
        var size = own.size();
        var head = Trail.before(Math.min(Trail.SPAN, size), own).headChecksum();
        for (var other : files) {
            if (other.inode() != file.inode()
                    && other.size() >= size
                    && isLive(other, size, head)
                    && isBeginning(own, size, channels.of(other))) {
                return Optional.of(other.inode());
            }
        }
        return Optional.empty();
    }

    /** Was read, or is to be, and may begin like this. */
    private boolean isLive(SeenFile file, long size, long head) {
        var mark = kept.get(file.inode());
        if (mark == null) {
            return parts.stream().anyMatch(part -> part.file.inode() == file.inode());
        }
        return mark.state() == State.HERE
                && !mark.isUntouched()
                && (size < Trail.SPAN || mark.offset() < Trail.SPAN || mark.head() == head);
    }

    private static boolean isBeginning(FileChannel one, long size, FileChannel other) throws IOException {
        var length = (int) Math.min(Trail.SPAN, size);
        return other.size() >= size
                && Arrays.equals(Trail.read(one, 0, length), Trail.read(other, 0, length))
                && Arrays.equals(Trail.read(one, size - length, length), Trail.read(other, size - length, length));
    }
}
