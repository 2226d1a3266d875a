package io.pulsefleet.agent.collect.ports;

import io.pulsefleet.agent.collect.kernel.KernelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whose sockets these are, as far as this agent may look into other processes.
 *
 * <p>The kernel tells it the other way round: the open files of each process. That costs a look at all of them, so it is
 * done only when a socket is new, and once more every {@link #ASK_AGAIN} visits for those that nobody was found for.
 */
final class Owners {

    private static final int ASK_AGAIN = 60;

    /** Open files that are looked at in one visit; those of the rest stay unknown. */
    private static final int MOST_FILES = 200_000;

    record Owner(int pid, String name) {}

    private final KernelFiles files;
    private Map<Long, Optional<Owner>> known = new HashMap<>();
    private int visits;

    Owners(KernelFiles files) {
        this.files = files;
    }

    /** Called once a visit, with all that listen. */
    void lookAt(List<Listener> listeners) {
        var kept = new HashMap<Long, Optional<Owner>>();
        var wanted = new HashSet<Long>();
        var askAgain = visits++ % ASK_AGAIN == 0;
        for (var listener : listeners) {
            var before = known.get(listener.inode());
            if (before == null || (before.isEmpty() && askAgain)) {
                wanted.add(listener.inode());
            }
            kept.put(listener.inode(), before == null ? Optional.empty() : before);
        }
        known = kept;
        if (!wanted.isEmpty()) {
            find(wanted);
        }
    }

    Optional<Owner> of(Listener listener) {
        return known.getOrDefault(listener.inode(), Optional.empty());
    }

    private void find(Set<Long> wanted) {
        var left = MOST_FILES;
        for (var pid : files.list("proc")) {
            if (!Character.isDigit(pid.charAt(0))) {
                continue;
            }
            var folder = "proc/" + pid + "/fd";
            for (var number : files.list(folder)) {
                if (wanted.isEmpty() || left-- == 0) {
                    return;
                }
                socketAt(folder + "/" + number).filter(wanted::remove).ifPresent(inode -> known.put(inode, owner(pid)));
            }
        }
    }

    /** {@code socket:[31337]}. */
    private Optional<Long> socketAt(String link) {
        try {
            var target = Files.readSymbolicLink(files.path(link)).toString();
            return target.startsWith("socket:[")
                    ? Optional.of(Long.valueOf(target.substring("socket:[".length(), target.length() - 1)))
                    : Optional.empty();
        } catch (IOException closedMeanwhile) {
            return Optional.empty();
        }
    }

    private Optional<Owner> owner(String pid) {
        var name = files.findLine("proc/" + pid + "/comm").orElse("?");
        return Optional.of(new Owner(Integer.parseInt(pid), name));
    }
}
