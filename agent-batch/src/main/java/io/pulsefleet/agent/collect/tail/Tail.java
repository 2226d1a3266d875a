package io.pulsefleet.agent.collect.tail;

import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.supervisor.Supervisor;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Follows the files of a {@link Glob} while others write, rename, truncate, copy and remove them.
 *
 * <p>(1) What the marks say was read is never offered again, and what lies behind it is offered until it is taken: so long
 * as the marks are kept together with what was read, no crash loses or doubles a byte. (2) A file that is renamed is the
 * same file. One that is copied and truncated goes on in the copy, and the truncated one is new. One that is removed or
 * packed is read to its end if it was open, that is, if this tail saw it being written to. (3) No more than {@code longest}
 * bytes are held.
 */
public final class Tail {

    /** Where a tail without marks begins. */
    public enum Beginning {
        /** What is there already was not meant for us. */
        AT_THE_END,
        AT_THE_START
    }

    /** Files that are kept open: several may be written at the same time, in several formats. */
    private static final int FEW_OPEN = 8;

    private final Glob glob;
    private final int longest;
    private final int mostOpen;
    private final InstantSource clock;
    private final Channels channels;

    /** @param longest of the bytes that are offered at once */
    public Tail(Glob glob, int longest, InstantSource clock) {
        this(glob, longest, FEW_OPEN, clock, Optional.empty());
    }

    /**
     * @param mostOpen of the files that were written to last: they can be read to their end when they are removed
     * @param supervisor reads what this agent's user may not; what is removed then is only read on where it was packed
     */
    public Tail(Glob glob, int longest, int mostOpen, InstantSource clock, Optional<Supervisor> supervisor) {
        channels = new Channels(new SupervisedFiles(supervisor));
        this.mostOpen = mostOpen;
        this.glob = glob;
        this.longest = longest;
        this.clock = clock;
    }

    /**
     * The marks of one that begins only now.
     *
     * @throws UnreachableException when the folder is not there or may not be read
     */
    public Marks begin(Beginning where) throws IOException {
        if (where == Beginning.AT_THE_START) {
            return Marks.NONE;
        }
        var files = glob.look().stream().filter(SeenFile::wanted).toList();
        var marks = new ArrayList<Mark>();
        for (var file : files) {
            if (file.packed()) {
                marks.add(Mark.done(file, 0));
            } else {
                atTheEnd(file).ifPresent(marks::add);
            }
        }
        keepOpen(files, List.of());
        return Marks.newestOf(marks, Long.MIN_VALUE, Long.MAX_VALUE, glob.keepsIdle());
    }

    /** One that may not be read is told of when it is to be read. */
    private Optional<Mark> atTheEnd(SeenFile file) throws IOException {
        if (!channels.mayRead(file.path())) {
            return Optional.empty();
        }
        try {
            return Optional.of(Mark.of(file, Trail.before(endOf(file), channels.of(file))));
        } catch (AccessDeniedException refused) {
            return Optional.empty();
        }
    }

    /** Behind its last line that is whole. */
    private long endOf(SeenFile file) throws IOException {
        var channel = channels.of(file);
        var size = channel.size();
        var length = (int) Math.min(longest, size);
        var last = Trail.read(channel, size - length, length);
        int end = last.length;
        while (end > 0 && last[end - 1] != '\n') {
            end--;
        }
        return end == 0 && size > length ? size : size - length + end;
    }

    /**
     * Reads on where these marks are.
     *
     * @throws UnreachableException when the folder is not there or may not be read
     */
    public Turn turn(Marks marks) throws IOException {
        var files = glob.look();
        var now = nanos(clock.instant());
        var sorted = new Sorting(files, marks, channels, now);
        var newest = files.stream()
                .filter(SeenFile::wanted)
                .mapToLong(SeenFile::modified)
                .max()
                .orElse(Long.MIN_VALUE);
        return new Turn(sorted, channels, marks, longest, now, newest, glob.keepsIdle());
    }

    /** The turn is over. */
    public void end(Turn turn) throws IOException {
        keepOpen(turn.files(), turn.stillNeeded());
    }

    private void keepOpen(List<SeenFile> files, List<Long> besides) throws IOException {
        var newest = new HashSet<>(besides);
        var wanted =
                files.stream().filter(file -> file.wanted() && !file.packed()).toList();
        wanted.subList(Math.max(0, wanted.size() - mostOpen), wanted.size()).forEach(file -> newest.add(file.inode()));
        channels.closeAllBut(newest);
    }

    private static long nanos(Instant moment) {
        return Math.addExact(Math.multiplyExact(moment.getEpochSecond(), 1_000_000_000L), moment.getNano());
    }

    @Override
    public String toString() {
        return glob.toString();
    }
}
