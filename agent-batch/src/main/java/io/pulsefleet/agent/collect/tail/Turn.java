package io.pulsefleet.agent.collect.tail;

import io.pulsefleet.agent.collect.UnreadableItemException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one visit reads: file by file, from the oldest change to the newest, from where each was read to. It may end at any
 * moment: the marks say how far it came.
 */
public final class Turn {

    private static final long SETTLES_AFTER = Duration.ofSeconds(1).toNanos();
    private static final long CLOSES_AFTER = Duration.ofMinutes(1).toNanos();

    private final Sorting sorted;
    private final Channels channels;
    private final Marks before;
    private final int longest;
    private final long now;
    private final long newest;
    private final boolean keepsIdle;

    private final Deque<Sorting.Part> left;
    private final Deque<String> unreadable;
    private final Map<Long, Mark> reached = new LinkedHashMap<>();
    private final Map<Long, Long> unread = new HashMap<>();
    private Optional<Sorting.Part> current = Optional.empty();
    private Optional<Stretch> stretch = Optional.empty();

    Turn(Sorting sorted, Channels channels, Marks before, int longest, long now, long newest, boolean keepsIdle) {
        this.keepsIdle = keepsIdle;
        this.sorted = sorted;
        this.channels = channels;
        this.before = before;
        this.longest = longest;
        this.now = now;
        this.newest = newest;
        left = new ArrayDeque<>(sorted.parts);
        unreadable = new ArrayDeque<>(sorted.unreadable);
        reached.putAll(sorted.kept);
        left.forEach(part -> unread.put(part.file().inode(), part.file().modified()));
    }

    /**
     * The next bytes; empty when there are no more that anybody would take. The last ones are not to be used any more
     * then.
     *
     * @throws UnreadableItemException when a file cannot be read: the next call goes on with the others
     */
    public Optional<Stretch> next() throws IOException {
        while (true) {
            if (!unreadable.isEmpty()) {
                throw new UnreadableItemException(unreadable.removeFirst(), null);
            }
            if (stretch.isEmpty() && !beginNext()) {
                return Optional.empty();
            }
            if (stretch.isPresent() && goesOn()) {
                return stretch;
            }
        }
    }

    private boolean beginNext() {
        if (left.isEmpty()) {
            return false;
        }
        var part = left.removeFirst();
        try {
            var channel = channels.of(part.file());
            var trail = Trail.before(part.offset(), channel);
            if (part.mark().map(mark -> mark.isLeftBy(trail)).orElse(true)) { // else: truncated just now
                stretch = Optional.of(
                        new Stretch(part.file().name(), part.file().inode(), channel, trail, longest, endingOf(part)));
                current = Optional.of(part);
            }
        } catch (AccessDeniedException refused) {
            unreadable.add(part.file().path() + " may not be read; " + Sorting.remedy(refused));
        } catch (IOException notNow) {
            unreadable.add(part.file().name() + " cannot be read: " + notNow);
        }
        return true;
    }

    private boolean goesOn() {
        try {
            if (stretch.orElseThrow().refill()) {
                return true;
            }
        } catch (IOException notNow) {
            unreadable.add(current.orElseThrow().file().name() + " cannot be read: " + notNow);
        }
        note();
        current.filter(Sorting.Part::rotatedAway)
                .ifPresent(part -> unread.remove(part.file().inode()));
        stretch = Optional.empty();
        current = Optional.empty();
        return false;
    }

    private Ending endingOf(Sorting.Part part) {
        var age = Math.abs(now - part.file().modified());
        if (part.rotatedAway() || part.file().packed() || (part.file().modified() < newest && age >= CLOSES_AFTER)) {
            return Ending.CLOSED;
        }
        return age >= SETTLES_AFTER ? Ending.SETTLED : Ending.OPEN;
    }

    private void note() {
        if (current.isEmpty()) {
            return;
        }
        var part = current.get();
        var trail = stretch.orElseThrow().taken();
        var isWhole = part.file().packed()
                ? isUnpacked(part, trail)
                : trail.offset() >= part.file().size();
        reached.put(part.file().inode(), markOf(part, trail, isWhole));
        if (isWhole) {
            unread.remove(part.file().inode());
        }
    }

    private static Mark markOf(Sorting.Part part, Trail trail, boolean isWhole) {
        if (part.file().packed() && isWhole) {
            return Mark.done(part.file(), trail.offset());
        }
        var mark = Mark.of(part.file(), trail);
        return part.rotatedAway() ? mark.as(Mark.State.GONE) : mark;
    }

    /** One that is torn has no more than what was read of it. */
    private boolean isUnpacked(Sorting.Part part, Trail trail) {
        var bytes = channels.stillOpen(part.file().inode());
        if (bytes.isEmpty() || !(bytes.get() instanceof PackedBytes file) || trail.offset() < file.size()) {
            return false;
        }
        file.torn().ifPresent(unreadable::add);
        return true;
    }

    /** How far all was read up to now. */
    public Marks marks() {
        note();
        var all = new LinkedHashMap<>(reached);
        for (var copy : sorted.copies) {
            var original = all.get(copy.of());
            if (original != null) {
                all.put(copy.file().inode(), original.asThatOf(copy.file()));
            }
        }
        var oldestUnread =
                unread.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
        return Marks.newestOf(
                new ArrayList<>(all.values()), before.horizon(), Math.min(oldestUnread, sorted.leftOut), keepsIdle);
    }

    /** Whether there are more new files than fit into a turn. */
    public boolean leavesSome() {
        return sorted.leftOut != Long.MAX_VALUE;
    }

    /** How many files there are that the pattern names. */
    public int wanted() {
        return (int) sorted.files.stream().filter(SeenFile::wanted).count();
    }

    /** Those of them that may not be read. */
    public List<Path> refused() {
        return sorted.files.stream()
                .filter(SeenFile::wanted)
                .map(SeenFile::path)
                .filter(path -> !channels.mayRead(path) && Files.exists(path))
                .toList();
    }

    /** What the supervisor said, where it was asked for that file. */
    public Optional<String> refusal(Path path) {
        return channels.refusal(path);
    }

    List<SeenFile> files() {
        return sorted.files;
    }

    /** Files that are gone and were not read to their end. */
    List<Long> stillNeeded() {
        return sorted.parts.stream()
                .filter(Sorting.Part::rotatedAway)
                .map(part -> part.file().inode())
                .filter(unread::containsKey)
                .toList();
    }
}
