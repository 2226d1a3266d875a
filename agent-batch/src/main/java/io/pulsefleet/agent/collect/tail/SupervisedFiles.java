package io.pulsefleet.agent.collect.tail;

import io.pulsefleet.agent.supervisor.LogPart;
import io.pulsefleet.agent.supervisor.Outcome;
import io.pulsefleet.agent.supervisor.Outcome.Done;
import io.pulsefleet.agent.supervisor.Outcome.Failed;
import io.pulsefleet.agent.supervisor.Supervisor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Files that the agent's user may not open, read by the supervisor where the host permits it (PU-12).
 *
 * <p>(1) Java takes no open file from another process, so each read names a path, and counts only if the very file lies there
 * still. (2) What was refused is not asked for again for a minute: each refusal is a line of the supervisor's, and may come
 * into a log that is read.
 */
final class SupervisedFiles {

    private static final long REST = Duration.ofMinutes(1).toNanos();
    private static final int MOST_BYTES = 1 << 16;
    private static final int MOST_REFUSALS = 1_000;

    /** @param at by a clock that nobody sets */
    private record Refusal(String why, long at) {}

    private final Optional<Supervisor> supervisor;
    private final Map<Path, Refusal> refusals = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Refusal> eldest) {
            return size() > MOST_REFUSALS;
        }
    };

    SupervisedFiles(Optional<Supervisor> supervisor) {
        this.supervisor = supervisor;
    }

    boolean isThere() {
        return supervisor.filter(Supervisor::isThere).isPresent();
    }

    /** Whether this agent reads it, by itself or so; of what was never asked for, that is assumed. */
    boolean mayRead(Path path) {
        return Files.isReadable(path) || (isThere() && refusal(path).isEmpty());
    }

    /** Why it was refused a while ago. */
    Optional<String> refusal(Path path) {
        return Optional.ofNullable(refusals.get(path))
                .filter(refusal -> System.nanoTime() - refusal.at() < REST)
                .map(Refusal::why);
    }

    /**
     * @return as many bytes as there are from there on, up to a limit
     * @throws AccessDeniedException with its reason, when it is refused
     * @throws NoSuchFileException when another file lies there now, or none
     */
    ByteBuffer read(Path path, long inode, long offset, int limit) throws IOException {
        var refused = refusal(path);
        if (refused.isPresent()) {
            throw new AccessDeniedException(path.toString(), null, refused.get());
        }
        var part = part(path, supervisor.orElseThrow().readLog(path.toRealPath(), offset, Math.min(limit, MOST_BYTES)));
        if (part.inode() != inode) {
            throw rotated(path);
        }
        return part.data();
    }

    private LogPart part(Path path, Outcome<LogPart> outcome) throws IOException {
        if (outcome instanceof Done<LogPart> done) {
            refusals.remove(path);
            return done.answer();
        }
        if (outcome instanceof Failed<LogPart> failed && failed.reason().equals("not-there")) {
            throw rotated(path);
        }
        var why = outcome.why().orElseThrow();
        refusals.put(path, new Refusal(why, System.nanoTime()));
        throw new AccessDeniedException(path.toString(), null, why);
    }

    private static NoSuchFileException rotated(Path path) {
        return new NoSuchFileException(path.toString(), null, "it has just been rotated");
    }
}
