package io.pulsefleet.agent.collect.postgres;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.postgres.Activity.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LockTreeTest {

    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");

    @Test
    void nobodyWaits() { // PG-06
        var locks = LockTree.of(sessions(session(10, 1), session(20, 2)));

        assertThat(locks.count()).isZero();
        assertThat(locks.hasBlocking()).isFalse();
    }

    @Test
    void namesTheRootOfAChain() { // PG-06
        assertThat(tree(session(10, 1), session(20, 2, 10), session(30, 3, 20), session(40, 4, 30)))
                .isEqualTo("""
                        20 waits for 10: root 10, depth 1
                        30 waits for 20: root 10, depth 2
                        40 waits for 30: root 10, depth 3""");
    }

    @Test
    void ofSeveralRootsTheOneWithTheOldestTransaction() {
        assertThat(tree(session(10, 5), session(11, 1), session(20, 6, 10, 11))).isEqualTo("""
                20 waits for 10: root 11, depth 1
                20 waits for 11: root 11, depth 1""");
    }

    @Test
    void theShortestWayToTheRootIsItsDepth() {
        assertThat(tree(session(10, 1), session(20, 2, 10), session(30, 3, 10, 20)))
                .isEqualTo("""
                20 waits for 10: root 10, depth 1
                30 waits for 10: root 10, depth 1
                30 waits for 20: root 10, depth 1""");
    }

    @Test
    void aDeadlockHasNoRootAndNoEnd() {
        assertThat(tree(session(20, 1, 30), session(30, 2, 20), session(40, 3, 20)))
                .isEqualTo("""
                20 waits for 30: root null, depth null
                30 waits for 20: root null, depth null
                40 waits for 20: root null, depth null""");
    }

    @Test
    void whoIsNotSeenMayBeTheRoot() { // a prepared transaction is 0
        assertThat(tree(session(20, 1, 0))).isEqualTo("20 waits for 0: root 0, depth 1");
    }

    @Test
    void ofALongQueueThoseNextToTheRootAreToldAndAllAreCounted() {
        var queue = new ArrayList<Session>();
        queue.add(session(1, 1));
        for (int i = 2; i <= 200; i++) {
            queue.add(session(i, i, IntStream.range(1, i).boxed().toArray(Integer[]::new)));
        }

        var locks = LockTree.of(sessions(queue.toArray(Session[]::new)));

        assertThat(locks.count()).isEqualTo(199 * 200 / 2);
        assertThat(locks.locks()).hasSize(500).allMatch(lock -> lock.rootPid() == 1);
    }

    @Test
    void tellsBothSides() {
        var locks = LockTree.of(new Sessions(
                TEN,
                TEN,
                List.of(session(10, 1), session(20, 2, 10)),
                2,
                Map.of(20, new Sessions.Wait("relation", "AccessExclusiveLock", "public.orders", Optional.of(TEN)))));

        assertThat(locks.locks().get(0)).hasToString("""
                Lock[blockedPid=20, blockedUsename=role20, blockedApplicationName=app:20, blockedQuery=SELECT 20, \
                blockedCorrelationId=20, blockingPid=10, blockingUsename=role10, blockingApplicationName=app:10, \
                blockingState=active, blockingQuery=SELECT 10, blockingCorrelationId=10, datname=shop, \
                locktype=relation, mode=AccessExclusiveLock, relation=public.orders, waitstart=2026-11-21T10:00:00Z, \
                rootPid=10, depth=1]""");
    }

    private static String tree(Session... sessions) {
        return LockTree.of(sessions(sessions)).locks().stream()
                .map(lock -> lock.blockedPid() + " waits for " + lock.blockingPid() + ": root " + lock.rootPid()
                        + ", depth " + lock.depth())
                .collect(joining("\n"));
    }

    private static Sessions sessions(Session... sessions) {
        return new Sessions(TEN, TEN, List.of(sessions), sessions.length, Map.of());
    }

    /** @param begun the second in which its transaction began */
    static Session session(int pid, int begun, Integer... blockedBy) {
        var at = TEN.minusSeconds(100).plusSeconds(begun);
        return new Session(
                pid,
                "shop",
                "role" + pid,
                "app:" + pid,
                "127.0.0.1",
                "client backend",
                at,
                at,
                at,
                at,
                blockedBy.length > 0 ? "Lock" : null,
                blockedBy.length > 0 ? "relation" : null,
                "active",
                null,
                "SELECT " + pid,
                List.of(blockedBy),
                Integer.toString(pid));
    }
}
