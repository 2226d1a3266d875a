package io.pulsefleet.hub.databases;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who blocks whom. A session may wait for several; it stands below the one that is deepest itself, so that the whole
 * chain shows. Above all stands who waits for nobody; of those who wait for each other, one of them, and it is said.
 *
 * <pre>
 * 10 idle in transaction       the root: it blocks two
 *   11 waits for 10
 *     12 waits for 10 and 11
 * </pre>
 */
final class LockTree {

    private final Map<Integer, Set<Integer>> blockers = new LinkedHashMap<>();
    private final Map<Integer, Integer> depths = new HashMap<>();
    private final Map<Integer, Integer> parents = new HashMap<>();
    private final Set<Integer> inRing = new HashSet<>();

    /**
     * @param inDeadlock whether it is at the top only because it waits for one below it
     * @param depth 0: it is at the top
     * @param blocked how many stand below it
     * @param alsoBlockedBy whom it waits for beside the one above it
     * @param waiting those below it, who have most below them first
     */
    record Node(int pid, int depth, int blocked, boolean inDeadlock, List<Integer> alsoBlockedBy, List<Node> waiting) {}

    private LockTree(Map<Integer, ? extends Collection<Integer>> blockedBy) {
        blockedBy.forEach((pid, by) -> {
            var others = new TreeSet<>(by);
            others.remove(pid);
            if (!others.isEmpty()) {
                blockers.put(pid, others);
            }
        });
    }

    /**
     * The trees, the one that blocks most first.
     *
     * @param blockedBy of each session the pids that it waits for
     */
    static List<Node> of(Map<Integer, ? extends Collection<Integer>> blockedBy) {
        return new LockTree(blockedBy).build();
    }

    private List<Node> build() {
        new TreeSet<>(blockers.keySet()).forEach(pid -> depth(pid, new HashSet<>()));
        var children = new HashMap<Integer, List<Integer>>();
        parents.forEach((pid, parent) ->
                children.computeIfAbsent(parent, none -> new ArrayList<>()).add(pid));
        return children.keySet().stream()
                .filter(pid -> !parents.containsKey(pid))
                .map(pid -> node(pid, 0, children))
                .sorted(ORDER)
                .toList();
    }

    private static final Comparator<Node> ORDER =
            Comparator.comparingInt(Node::blocked).reversed().thenComparingInt(Node::pid);

    /** @param below those through whom we came here: who is among them closes a ring */
    private int depth(int pid, Set<Integer> below) {
        var known = depths.get(pid);
        if (known != null) {
            return known;
        }
        below.add(pid);
        var deepest = -1;
        for (var blocker : blockers.getOrDefault(pid, Set.of())) {
            if (below.contains(blocker)) {
                inRing.add(pid);
                continue;
            }
            var depth = depth(blocker, below);
            if (depth > deepest) {
                deepest = depth;
                parents.put(pid, blocker);
            }
        }
        below.remove(pid);
        depths.put(pid, deepest + 1);
        return deepest + 1;
    }

    private Node node(int pid, int depth, Map<Integer, List<Integer>> children) {
        var waiting = children.getOrDefault(pid, List.of()).stream()
                .map(child -> node(child, depth + 1, children))
                .sorted(ORDER)
                .toList();
        var above = parents.get(pid);
        return new Node(
                pid,
                depth,
                waiting.size() + waiting.stream().mapToInt(Node::blocked).sum(),
                above == null && inRing.contains(pid),
                blockers.getOrDefault(pid, Set.of()).stream()
                        .filter(blocker -> !blocker.equals(above))
                        .toList(),
                waiting);
    }
}
