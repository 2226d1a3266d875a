package io.pulsefleet.hub.commit;

import io.pulsefleet.hub.DatabaseIsLost;
import io.pulsefleet.hub.commit.Lanes.Room;
import io.pulsefleet.hub.commit.Outcome.Away;
import io.pulsefleet.hub.commit.Outcome.Broken;
import io.pulsefleet.hub.commit.Outcome.Failed;
import io.pulsefleet.hub.commit.Outcome.Taken;
import io.pulsefleet.hub.http.HttpConfig;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.StoreException;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The queue before the warehouse, and the one writer that empties it.
 *
 * <p>While a group is being committed the next one gathers. As long as groups are small, the first of one lingers a
 * little for others, which saves transactions; when they are large anyway, lingering would only take time. An outcome is told after the commit, and not by the writer's own thread: who is slow to take an answer holds up
 * nobody.
 */
@ApplicationScoped
public class Groups {

    private static final Logger LOG = System.getLogger(Groups.class.getName());

    private static final int MOST_WAITING = 50_000;
    private static final int MOST_IN_GROUP = 2_000;

    /** So much is worth a transaction: nobody lingers any more. */
    private static final long ENOUGH = 1 << 20;

    /** Groups of so many on average form by themselves. */
    private static final double LARGE = 8;

    private static final int TRIES = 4;

    /** How long a part of a group waits for a lock, once the whole has waited. */
    private static final Duration SHORT_PATIENCE = Duration.ofMillis(100);

    /** One who waits is found among 2,000 in 11 parts. */
    private static final int MOST_WAITS = 24;

    /** Outcomes are told by so many threads at once. */
    private static final int TELLERS = 2;

    @Resource
    ManagedExecutorService executor;

    @Inject
    Warehouse warehouse;

    @Inject
    UsedSets used;

    @Inject
    ToldServers told;

    @Inject
    Newest newest;

    @Inject
    CommitMetrics metrics;

    @Inject
    Event<DatabaseIsLost> lost;

    private final Room groupRoom = new Room(HttpConfig.settings().get(CommitConfig.GROUP), MOST_IN_GROUP);
    private final Duration lockTimeout = HttpConfig.settings().get(CommitConfig.LOCK_TIMEOUT);
    private final Duration linger = HttpConfig.settings().get(CommitConfig.LINGER);
    private final Lanes<Ticket> lanes =
            new Lanes<>(new Room(HttpConfig.settings().get(CommitConfig.QUEUE), MOST_WAITING));
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition worthALook = lock.newCondition();
    private long firstAt;
    private double average;
    private boolean stopped;

    private record Ticket(Parcel parcel, CompletableFuture<Outcome> outcome) {}

    void start(@Observes Startup event) {
        executor.execute(this::write);
    }

    @PostConstruct
    void watch() {
        metrics.watch(this::used);
    }

    private Room used() {
        lock.lock();
        try {
            return lanes.used();
        } finally {
            lock.unlock();
        }
    }

    /** Those who wait are told to come again. */
    @PreDestroy
    void stop() {
        lock.lock();
        try {
            stopped = true;
            worthALook.signalAll();
            while (!lanes.isEmpty()) {
                lanes.take(groupRoom)
                        .forEach(ticket -> ticket.outcome().complete(new Away("The hub is being stopped.")));
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Turns a request away before its body is read, where it can be told by then.
     *
     * @throws jakarta.ws.rs.WebApplicationException 429 with Retry-After
     */
    public void checkRoom(int agent) {
        lock.lock();
        try {
            lanes.refusal(agent, 0, true).ifPresent(this::turnAway);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets the parcel wait for its turn. The outcome comes after its transaction.
     *
     * @throws jakarta.ws.rs.WebApplicationException 429 with Retry-After: there is no room for it now
     */
    public CompletionStage<Outcome> offer(Parcel parcel) {
        var ticket = new Ticket(parcel, new CompletableFuture<>());
        lock.lock();
        try {
            if (stopped) {
                return CompletableFuture.completedStage(new Away("The hub is being stopped."));
            }
            var before = lanes.used();
            lanes.add(parcel.agent(), parcel.bytes(), parcel.isFresh(Instant.now()), ticket)
                    .ifPresent(this::turnAway);
            if (before.count() == 0) {
                firstAt = System.nanoTime();
                worthALook.signal();
            } else if (before.bytes() < ENOUGH && lanes.used().bytes() >= ENOUGH) {
                worthALook.signal();
            }
            return ticket.outcome();
        } finally {
            lock.unlock();
        }
    }

    private void turnAway(Lanes.Refusal why) {
        metrics.turnedAway(why);
        var detail = switch (why) {
            case FULL -> "More waits to be stored than the hub holds.";
            case BACKLOG -> "More of what is late waits to be stored than the hub holds.";
            case SHARE -> "This agent has more waiting than its share.";
        };
        throw Problems.tooMany(
                detail, Duration.ofSeconds(ThreadLocalRandom.current().nextInt(1, 5)));
    }

    /** The writer. Whatever happens to a group, it goes on with the next. */
    private void write() {
        try {
            for (var group = next(); !group.isEmpty(); group = next()) {
                store(group);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            LOG.log(Level.INFO, "The writer is stopped.");
        } catch (Throwable ourBug) { // without a writer nothing is taken any more: say it, and begin anew
            LOG.log(Level.ERROR, "The writer failed and is started anew.", ourBug);
            metrics.troubled("restart");
            executor.execute(this::write);
            if (ourBug instanceof Error error) {
                throw error;
            }
        }
    }

    /** Waits for the next group; empty: there will be none. */
    private List<Ticket> next() throws InterruptedException {
        lock.lock();
        try {
            while (lanes.isEmpty() && !stopped) {
                worthALook.await();
            }
            var left = linger.toNanos() - (System.nanoTime() - firstAt);
            while (average < LARGE && left > 0 && lanes.used().bytes() < ENOUGH && !stopped) {
                left = worthALook.awaitNanos(left);
            }
            var group = lanes.take(groupRoom);
            firstAt = System.nanoTime();
            average = (3 * average + group.size()) / 4;
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void store(List<Ticket> group) {
        store(group, lockTimeout, new AtomicInteger(MOST_WAITS));
    }

    /** @param waits so many more parts of the group may wait for a lock */
    private void store(List<Ticket> group, Duration patience, AtomicInteger waits) {
        var began = System.nanoTime();
        List<Outcome> outcomes;
        try {
            outcomes = storeOrRetry(group, patience);
        } catch (RuntimeException | Error failure) {
            after(failure, group, waits);
            return;
        }
        // it is stored: whatever fails from here on must not have it stored again
        try {
            metrics.committed(group.size(), Duration.ofNanos(System.nanoTime() - began));
            for (int i = 0; i < group.size(); i++) {
                if (outcomes.get(i) instanceof Taken) {
                    var parcel = group.get(i).parcel();
                    used.note(parcel.agent(), parcel.sets());
                    newest.see(parcel.newest());
                    parcel.postgres().ifPresent(some -> told.note(some, Instant.now()));
                }
            }
        } finally {
            tell(group, outcomes);
        }
    }

    /** Two groups, as of two hubs, may have waited for each other; the loser tries again. */
    private List<Outcome> storeOrRetry(List<Ticket> group, Duration patience) {
        for (int tries = 1; ; tries++) {
            try {
                return warehouse.store(group.stream().map(Ticket::parcel).toList(), patience);
            } catch (RuntimeException failure) {
                if (tries == TRIES || !StoreException.isCollision(failure)) {
                    throw failure;
                }
                metrics.troubled("retry");
            }
        }
    }

    /**
     * The group was not stored. Who is to blame is found by halving it: the others must not suffer. When many wait for
     * locks, all who are left are sent away, for the queue must not stand still.
     */
    private void after(Throwable failure, List<Ticket> group, AtomicInteger waits) {
        if (StoreException.isOfLock(failure)) {
            if (group.size() > 1 && waits.decrementAndGet() > 0) {
                metrics.troubled("split");
                halve(group, SHORT_PATIENCE, waits);
            } else {
                sendAway(failure, group, "The database waits for a lock; nothing of this request was kept.");
            }
        } else if (StoreException.isAway(failure) || isOfTransaction(failure)) {
            if (StoreException.isLost(failure) || isOfTransaction(failure)) {
                lost.fire(new DatabaseIsLost());
            }
            sendAway(failure, group, "The database is away; nothing of this request was kept.");
        } else if (group.size() > 1) {
            metrics.troubled("split");
            halve(group, lockTimeout, waits);
        } else if (StoreException.isOfValue(failure)) {
            metrics.troubled("broken");
            tellAll(group, new Broken(firstLine(String.valueOf(rootOf(failure).getMessage()))));
        } else if (!StoreException.stateOf(failure).isEmpty()) {
            sendAway(failure, group, "The database does not take it, and not for anything that was sent.");
        } else {
            metrics.troubled("failed");
            var id = UUID.randomUUID().toString();
            LOG.log(Level.ERROR, "Failure " + id, failure);
            tellAll(group, new Failed(id));
        }
    }

    private void halve(List<Ticket> group, Duration patience, AtomicInteger waits) {
        store(group.subList(0, group.size() / 2), patience, waits);
        store(group.subList(group.size() / 2, group.size()), patience, waits);
    }

    private void sendAway(Throwable failure, List<Ticket> group, String why) {
        metrics.troubled("away");
        LOG.log(
                Level.WARNING,
                "The database did not take a group of {0} (SQLSTATE {1}): {2}",
                group.size(),
                StoreException.stateOf(failure),
                firstLine(rootOf(failure).toString()));
        tellAll(group, new Away(why));
    }

    /** As when the connection is lost while it commits: whether it has, the receipt tells when the agent sends again. */
    private static boolean isOfTransaction(Throwable failure) {
        if (!StoreException.stateOf(failure).isEmpty()) {
            return false;
        }
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getClass().getName().startsWith("jakarta.transaction.")) {
                return true;
            }
        }
        return false;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static Throwable rootOf(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static void complete(List<CompletableFuture<Outcome>> waiting, List<Outcome> outcomes) {
        for (int i = 0; i < waiting.size(); i++) {
            waiting.get(i).complete(outcomes.get(i));
        }
    }

    private void tellAll(List<Ticket> group, Outcome outcome) {
        tell(group, group.stream().map(ticket -> outcome).toList());
    }

    private void tell(List<Ticket> group, List<Outcome> outcomes) {
        var each = (group.size() + TELLERS - 1) / TELLERS;
        for (int from = 0; from < group.size(); from += each) {
            var to = Math.min(from + each, group.size());
            // what was stored is held no longer, however slow they are
            var some = group.subList(from, to).stream().map(Ticket::outcome).toList();
            var theirs = outcomes.subList(from, to);
            try {
                executor.execute(() -> complete(some, theirs));
            } catch (RejectedExecutionException stopping) {
                complete(some, theirs);
            }
        }
    }
}
