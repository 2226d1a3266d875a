package io.pulsefleet.hub.databases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** PG-06. */
class LockTreeTest {

    @Test
    void theRootBlockerStandsAboveTheWholeChain() {
        assertThat(told(Map.of(12, List.of(11), 11, List.of(10), 10, List.of(), 9, List.of())))
                .isEqualTo("""
                        10 blocks 2
                          11 blocks 1
                            12 blocks 0
                        """);
    }

    /** PostgreSQL names those before one in the queue, too. */
    @Test
    void whoWaitsForSeveralStandsBelowTheDeepest() {
        assertThat(told(Map.of(12, List.of(10, 11), 11, List.of(10)))).isEqualTo("""
                        10 blocks 2
                          11 blocks 1
                            12 blocks 0 also by [10]
                        """);
    }

    @Test
    void whoBlocksMostComesFirst() {
        assertThat(told(Map.of(2, List.of(1), 12, List.of(11), 13, List.of(11), 14, List.of(0))))
                .isEqualTo("""
                        11 blocks 2
                          12 blocks 0
                          13 blocks 0
                        0 blocks 1
                          14 blocks 0
                        1 blocks 1
                          2 blocks 0
                        """);
    }

    @Test
    void thoseWhoWaitForEachOtherAreSaidToBe() {
        assertThat(told(Map.of(1, List.of(2), 2, List.of(3), 3, List.of(1), 4, List.of(1))))
                .isEqualTo("""
                        3 blocks 3 in a deadlock also by [1]
                          2 blocks 2
                            1 blocks 1
                              4 blocks 0
                        """);
    }

    @Test
    void nobodyWaitsForHimself() {
        assertThat(told(Map.of(1, List.of(1)))).isEmpty();
    }

    private static String told(Map<Integer, List<Integer>> blockedBy) {
        return LockTree.of(blockedBy).stream().map(LockTreeTest::told).collect(Collectors.joining());
    }

    private static String told(LockTree.Node node) {
        return "  ".repeat(node.depth()) + node.pid() + " blocks " + node.blocked()
                + (node.inDeadlock() ? " in a deadlock" : "")
                + (node.alsoBlockedBy().isEmpty() ? "" : " also by " + node.alsoBlockedBy())
                + "\n"
                + node.waiting().stream().map(LockTreeTest::told).collect(Collectors.joining());
    }
}
