package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.wire.postgres.Activity.Session;
import io.pulsefleet.wire.postgres.Locks;
import io.pulsefleet.wire.postgres.Locks.Lock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who waits for whom (PG-06), and for each who is at the end of that.
 *
 * <pre>
 * 30 waits for 20, 20 waits for 10     30: root 10, depth 2     20: root 10, depth 1
 * 30 waits for 20 and 10, 10 is older  30: root 10
 * 20 waits for 30, 30 waits for 20     no root: a deadlock, until the server ends it
 * </pre>
 */
final class LockTree {

    private final Map<Integer, Session> byPid = new HashMap<>();
    private final Sessions sessions;

    private LockTree(Sessions sessions) {
        this.sessions = sessions;
        sessions.all().forEach(session -> byPid.put(session.pid(), session));
    }

    private record Root(int pid, int depth) {}

    /** One for each pair of a session that waits and one that it waits for; the roots' first. */
    static Locks of(Sessions sessions) {
        var tree = new LockTree(sessions);
        var locks = new ArrayList<Lock>();
        for (var blocked : sessions.all()) {
            for (var blocker : blocked.blockedBy()) {
                locks.add(tree.lock(blocked, blocker));
            }
        }
        locks.sort(Comparator.comparing(Lock::depth, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(Lock::blockedPid)
                .thenComparing(Lock::blockingPid));
        return Locks.of(locks);
    }

    private Lock lock(Session blocked, int blocker) {
        var blocking = Optional.ofNullable(byPid.get(blocker));
        var wait = Optional.ofNullable(sessions.waits().get(blocked.pid()));
        var root = root(blocked.pid());
        return new Lock(
                blocked.pid(),
                blocked.usename(),
                blocked.applicationName(),
                blocked.query(),
                blocked.correlationId(),
                blocker,
                blocking.map(Session::usename).orElse(null),
                blocking.map(Session::applicationName).orElse(null),
                blocking.map(Session::state).orElse(null),
                blocking.map(Session::query).orElse(null),
                blocking.map(Session::correlationId).orElse(null),
                blocked.datname(),
                wait.map(Sessions.Wait::locktype).orElse(null),
                wait.map(Sessions.Wait::mode).orElse(null),
                wait.map(Sessions.Wait::relation).orElse(null),
                sessions.waitingSince(blocked).orElse(null),
                root.map(Root::pid).orElse(null),
                root.map(Root::depth).orElse(null));
    }

    /** Of those at the ends of all chains the one with the oldest transaction; empty where the chains only run in circles. */
    private Optional<Root> root(int pid) {
        var depths = new LinkedHashMap<Integer, Integer>(Map.of(pid, 0));
        var next = new ArrayDeque<>(List.of(pid));
        var roots = new ArrayList<Root>();
        while (!next.isEmpty()) {
            var one = next.removeFirst();
            var blockers = blockersOf(one);
            if (blockers.isEmpty()) {
                roots.add(new Root(one, depths.get(one)));
            }
            for (var blocker : blockers) {
                if (depths.putIfAbsent(blocker, depths.get(one) + 1) == null) {
                    next.add(blocker);
                }
            }
        }
        return roots.stream().min(Comparator.comparing(this::begun).thenComparing(Root::pid));
    }

    private List<Integer> blockersOf(int pid) {
        return Optional.ofNullable(byPid.get(pid)).map(Session::blockedBy).orElse(List.of());
    }

    private Instant begun(Root root) {
        return Optional.ofNullable(byPid.get(root.pid()))
                .map(Session::xactStart)
                .orElse(Instant.MAX);
    }
}
