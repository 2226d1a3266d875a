package io.pulsefleet.agent.collect.postgres;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

import io.pulsefleet.wire.postgres.Activity.Session;
import io.pulsefleet.wire.postgres.Locks;
import io.pulsefleet.wire.postgres.Locks.Lock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who waits for whom (PG-06), and for each who is at the end of that.
 *
 * <pre>
 * 30 waits for 20, 20 waits for 10     30: root 10, depth 2     20: root 10, depth 1
 * 30 waits for 20 and 10, 10 is older  30: root 10
 * 20 waits for 30, 30 waits for 20     no root: a deadlock, until the server ends it
 * </pre>
 *
 * <p>Each who waits for an exclusive lock also waits for all before it: of 200 there are 20,000 pairs. So many are told,
 * those next to a root first, and the count is of all.
 */
final class LockTree {

    private static final int MOST = 500;

    /** Of a statement; the whole of it stands in the activity. */
    private static final int LONGEST_QUERY = 500;

    private final Sessions sessions;
    private final Map<Integer, Session> byPid = new HashMap<>();
    private final Map<Integer, List<Integer>> waitingFor = new TreeMap<>();
    private final Map<Integer, Root> roots = new HashMap<>();

    private LockTree(Sessions sessions) {
        this.sessions = sessions;
        sessions.all().forEach(session -> byPid.put(session.pid(), session));
        sessions.all()
                .forEach(session -> session.blockedBy()
                        .forEach(blocker -> waitingFor
                                .computeIfAbsent(blocker, none -> new ArrayList<>())
                                .add(session.pid())));
    }

    private record Root(int pid, int depth) {}

    private record Pair(Session blocked, int blocker, Optional<Root> root) {

        Integer depth() {
            return root.map(Root::depth).orElse(null);
        }
    }

    /** One for each pair of a session that waits and one that it waits for; the roots' first. */
    static Locks of(Sessions sessions) {
        var tree = new LockTree(sessions);
        tree.findRoots();
        var pairs = tree.pairs();
        return new Locks(pairs.stream().limit(MOST).map(tree::lock).toList(), pairs.size(), !pairs.isEmpty());
    }

    /** From each who waits for nobody, the one with the oldest transaction first, to all who wait for it; nobody is visited twice. */
    private void findRoots() {
        var free = waitingFor.keySet().stream()
                .filter(pid -> blockersOf(pid).isEmpty())
                .sorted(comparing(this::begun).thenComparing(naturalOrder()))
                .toList();
        for (var root : free) {
            var depths = new HashMap<>(Map.of(root, 0));
            var next = new ArrayDeque<>(List.of(root));
            while (!next.isEmpty()) {
                var blocker = next.removeFirst();
                for (var blocked : waitingFor.getOrDefault(blocker, List.of())) {
                    var depth = depths.get(blocker) + 1;
                    if (roots.putIfAbsent(blocked, new Root(root, depth)) == null) {
                        depths.put(blocked, depth);
                        next.add(blocked);
                    }
                }
            }
        }
    }

    private List<Pair> pairs() {
        var pairs = new ArrayList<Pair>();
        for (var blocked : sessions.all()) {
            var root = Optional.ofNullable(roots.get(blocked.pid()));
            blocked.blockedBy().forEach(blocker -> pairs.add(new Pair(blocked, blocker, root)));
        }
        pairs.sort(comparing(Pair::depth, nullsLast(naturalOrder()))
                .thenComparing(pair -> pair.blocked().pid())
                .thenComparing(Pair::blocker));
        return pairs;
    }

    private Lock lock(Pair pair) {
        var blocked = pair.blocked();
        var blocking = Optional.ofNullable(byPid.get(pair.blocker()));
        var wait = Optional.ofNullable(sessions.waits().get(blocked.pid()));
        return new Lock(
                blocked.pid(),
                blocked.usename(),
                blocked.applicationName(),
                shortened(blocked.query()),
                blocked.correlationId(),
                pair.blocker(),
                blocking.map(Session::usename).orElse(null),
                blocking.map(Session::applicationName).orElse(null),
                blocking.map(Session::state).orElse(null),
                blocking.map(Session::query).map(LockTree::shortened).orElse(null),
                blocking.map(Session::correlationId).orElse(null),
                blocked.datname(),
                wait.map(Sessions.Wait::locktype).orElse(null),
                wait.map(Sessions.Wait::mode).orElse(null),
                wait.map(Sessions.Wait::relation).orElse(null),
                sessions.waitingSince(blocked).orElse(null),
                pair.root().map(Root::pid).orElse(null),
                pair.depth());
    }

    static String shortened(String query) {
        return query == null || query.length() <= LONGEST_QUERY ? query : query.substring(0, LONGEST_QUERY);
    }

    private List<Integer> blockersOf(int pid) {
        return Optional.ofNullable(byPid.get(pid)).map(Session::blockedBy).orElse(List.of());
    }

    private Instant begun(int pid) {
        return Optional.ofNullable(byPid.get(pid)).map(Session::xactStart).orElse(Instant.MAX);
    }
}
