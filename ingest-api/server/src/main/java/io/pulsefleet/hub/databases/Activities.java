package io.pulsefleet.hub.databases;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.query.Patience;
import io.pulsefleet.hub.query.Span;
import io.pulsefleet.store.postgres.Locks;
import io.pulsefleet.store.postgres.Locks.Lock;
import io.pulsefleet.store.postgres.Samples;
import io.pulsefleet.store.postgres.Samples.Kind;
import io.pulsefleet.store.postgres.Server;
import io.pulsefleet.store.postgres.Sessions;
import io.pulsefleet.store.postgres.Sessions.Session;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Who was there at a moment, and who waited for whom. */
@ApplicationScoped
public class Activities {

    /** The newest sample may be so old: a server that fell silent shows what was last. */
    private static final Duration LOOK_BACK = Duration.ofDays(7);

    /** Locks are looked at beside sessions, though not at the same moment by everybody. */
    private static final Duration BESIDE = Duration.ofSeconds(90);

    private static final int MOST_LOCKS = 5_000;

    @Inject
    Samples samples;

    @Inject
    Sessions sessions;

    @Inject
    Locks locks;

    /**
     * @param at of the sample; left out: there is none
     * @param count how many there were; the limit leaves some out
     * @param lockTree who blocks whom; it names sessions by their pid
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record SessionsView(Instant at, int count, List<SessionView> sessions, List<WaitView> lockTree) {}

    /**
     * A session in the tree of locks. One that is not among the sessions is not told of, or is a prepared transaction: 0.
     *
     * @param blocked how many wait for it, directly or not
     * @param inDeadlock whether it waits for one of these itself
     * @param alsoBlockedBy whom it waits for beside the one above it
     * @param locktype of the lock that it waits for, with mode, relation and waitstart, where that is known
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record WaitView(
            int pid,
            int depth,
            int blocked,
            boolean inDeadlock,
            List<Integer> alsoBlockedBy,
            String locktype,
            String mode,
            String relation,
            Instant waitstart,
            List<WaitView> waiting) {}

    /** @param waiting for a lock */
    public record SampleView(Instant at, long count, long waiting) {}

    /** @param more whether there are later ones within the span */
    public record SampleList(List<SampleView> samples, boolean more) {}

    SessionsView at(Server server, Instant at, int limit) {
        return Patience.read(longest -> samples.newest(server, Kind.ACTIVITY, at, LOOK_BACK, longest)
                .map(newest -> of(server, newest, limit, longest))
                .orElse(new SessionsView(null, 0, List.of(), List.of())));
    }

    private SessionsView of(Server server, Instant at, int limit, Duration longest) {
        var found = sessions.of(server, at, Integer.MAX_VALUE, longest);
        var blockedBy = found.stream().collect(Collectors.toMap(Session::pid, Session::blockedBy, (one, other) -> one));
        var waits = samples.newest(server, Kind.LOCKS, at, BESIDE, longest)
                .map(beside -> locks.of(server, beside, MOST_LOCKS, longest))
                .orElse(List.of());
        return new SessionsView(
                at,
                found.size(),
                found.stream().limit(limit).map(SessionView::of).toList(),
                LockTree.of(blockedBy).stream()
                        .map(node -> view(node, lockOf(waits)))
                        .toList());
    }

    /** By who waits; whoever waits for several waits for one lock. */
    private static Map<Integer, Lock> lockOf(List<Lock> waits) {
        var locks = new HashMap<Integer, Lock>();
        waits.forEach(wait -> locks.putIfAbsent(wait.blockedPid(), wait));
        return locks;
    }

    private static WaitView view(LockTree.Node node, Map<Integer, Lock> locks) {
        var lock = node.depth() == 0 ? null : locks.get(node.pid());
        return new WaitView(
                node.pid(),
                node.depth(),
                node.blocked(),
                node.inDeadlock(),
                node.alsoBlockedBy(),
                lock == null ? null : lock.locktype(),
                lock == null ? null : lock.mode(),
                lock == null ? null : lock.relation(),
                lock == null ? null : lock.waitstart(),
                node.waiting().stream().map(below -> view(below, locks)).toList());
    }

    SampleList samples(Server server, Span span, int limit) {
        var looks = Patience.read(longest -> samples.looks(server, span.from(), span.to(), limit + 1, longest));
        return new SampleList(
                looks.stream()
                        .limit(limit)
                        .map(look -> new SampleView(look.at(), look.count(), look.waiting()))
                        .toList(),
                looks.size() > limit);
    }
}
