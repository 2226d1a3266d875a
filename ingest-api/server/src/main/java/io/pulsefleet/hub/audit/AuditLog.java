package io.pulsefleet.hub.audit;

import io.pulsefleet.hub.access.Deed;
import io.pulsefleet.hub.access.Deed.Outcome;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.audit.Begun;
import io.pulsefleet.store.audit.Chain;
import io.pulsefleet.store.audit.Entry;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.ws.rs.WebApplicationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The queue before the chain, and the one writer that empties it: what waits at the same time is written in one
 * transaction. What cannot be written now is tried again until it can.
 */
@ApplicationScoped
public class AuditLog {

    private static final Logger LOG = System.getLogger(AuditLog.class.getName());
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_AT_ONCE = 500;
    private static final long PATIENCE_SECONDS = 5;
    private static final long LOOK_EVERY = TimeUnit.SECONDS.toNanos(1);

    @Resource
    ManagedExecutorService executor;

    @Resource
    TransactionSynchronizationRegistry transactions;

    @Inject
    Chain chain;

    @Inject
    Begun begun;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition worthALook = lock.newCondition();
    private final Flood flood = new Flood();
    private List<Ticket> waiting = new ArrayList<>();
    private boolean failing;
    private boolean stopped;
    private long lost;

    /** @param begun what goes with it */
    private record Ticket(Entry entry, Optional<UUID> begun, CompletableFuture<Void> written) {}

    void start(@Observes Startup event) {
        executor.execute(this::write);
    }

    /** What is counted is written; what waits has a moment for it. */
    @PreDestroy
    void stop() {
        lock.lock();
        try {
            flood.rest().forEach(deed -> add(deed, Optional.empty()));
            stopped = true;
            worthALook.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Another feature tells of a deed. One that was done within a transaction is written in that transaction, when it is
     * about to commit; else it is on record when this returns. For what was refused nobody waits.
     */
    void heard(@Observes Deed deed) {
        if (deed.outcome() != Outcome.DONE) {
            tell(deed);
        } else if (transactions.getTransactionStatus() == Status.STATUS_ACTIVE) {
            var entry = entry(deed, Instant.now());
            transactions.registerInterposedSynchronization(new BeforeCommit(() -> chain.appendWithin(List.of(entry))));
        } else {
            write(deed, Optional.empty());
        }
    }

    /**
     * Before something is changed.
     *
     * @return to be shown with the deed
     * @throws WebApplicationException 503: the log cannot be written, so nothing may be changed
     */
    UUID begin(Deed deed) {
        lock.lock();
        try {
            if (failing) {
                throw unwritten("nothing was changed");
            }
        } finally {
            lock.unlock();
        }
        var id = UUID.randomUUID();
        begun.note(id, entry(deed, Instant.now()));
        return id;
    }

    /** It was a dry run: nothing came of it, and nothing need be known. */
    void forget(UUID id) {
        begun.forget(id);
    }

    /** Waits until it is on record. @throws WebApplicationException 503: it is not, yet */
    void write(Deed deed, Optional<UUID> begun) {
        var ticket = queued(deed, begun);
        try {
            ticket.written().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw unwritten("this may have been done");
        } catch (ExecutionException | TimeoutException notYet) {
            throw unwritten("this may have been done");
        }
    }

    private static WebApplicationException unwritten(String so) {
        var why = "The audit log cannot be written; " + so + ".";
        return new WebApplicationException(why, Problems.notNow(why));
    }

    /** Nobody waits for it. */
    void tell(Deed deed) {
        lock.lock();
        try {
            flood.pass(deed, Instant.now()).ifPresent(passed -> add(passed, Optional.empty()));
        } finally {
            lock.unlock();
        }
    }

    private Ticket queued(Deed deed, Optional<UUID> begun) {
        lock.lock();
        try {
            return add(deed, begun);
        } finally {
            lock.unlock();
        }
    }

    private Ticket add(Deed deed, Optional<UUID> begun) {
        var ticket = new Ticket(entry(deed, Instant.now()), begun, new CompletableFuture<>());
        if (stopped || waiting.size() >= MOST_WAITING) {
            lost++;
            ticket.written().completeExceptionally(new IllegalStateException("there is no room for it"));
        } else {
            waiting.add(ticket);
            worthALook.signal();
        }
        return ticket;
    }

    static Entry entry(Deed deed, Instant at) {
        return new Entry(
                at,
                deed.who(),
                deed.kind(),
                deed.from(),
                deed.action(),
                deed.object(),
                deed.outcome().name().toLowerCase(Locale.ROOT),
                deed.detail());
    }

    /** The writer. Whatever happens to a group, it goes on with the next. */
    private void write() {
        try {
            for (var group = next(); !group.isEmpty(); group = next()) {
                write(group);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (Throwable ourBug) { // without a writer nothing may be changed any more: say it, and begin anew
            LOG.log(Level.ERROR, "The writer of the audit log failed and is started anew.", ourBug);
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
            tellOfFloods();
            while (waiting.isEmpty() && !stopped) {
                var left = LOOK_EVERY;
                while (left > 0 && waiting.isEmpty() && !stopped) {
                    left = worthALook.awaitNanos(left);
                }
                tellOfFloods();
            }
            var group = waiting.subList(0, Math.min(MOST_AT_ONCE, waiting.size()));
            waiting = new ArrayList<>(waiting.subList(group.size(), waiting.size()));
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void tellOfFloods() {
        flood.over(Instant.now()).forEach(deed -> add(deed, Optional.empty()));
    }

    private void write(List<Ticket> group) throws InterruptedException {
        var writing = chain.begin(
                group.stream().map(Ticket::entry).toList(),
                group.stream().flatMap(ticket -> ticket.begun().stream()).toList());
        for (var done = false; !done; ) {
            try {
                writing.write();
                done = true;
                turn(false, "");
                group.forEach(ticket -> ticket.written().complete(null));
            } catch (RuntimeException refused) {
                done = isHopeless(group, refused) || !pause(refused);
            }
        }
    }

    /** The database would refuse it for ever: one that spoils a group is found by itself. */
    private boolean isHopeless(List<Ticket> group, RuntimeException refused) throws InterruptedException {
        if (!StoreException.isOfValue(refused)) {
            return false;
        }
        if (group.size() == 1) {
            LOG.log(Level.ERROR, "This deed cannot be written: " + group.get(0).entry(), refused);
            group.get(0).written().completeExceptionally(refused);
        } else {
            for (var ticket : group) {
                write(List.of(ticket));
            }
        }
        return true;
    }

    /** @return false: the hub stops */
    private boolean pause(RuntimeException refused) throws InterruptedException {
        turn(true, refused.toString());
        lock.lock();
        try {
            var left = LOOK_EVERY;
            while (left > 0 && !stopped) {
                left = worthALook.awaitNanos(left);
            }
            return !stopped;
        } finally {
            lock.unlock();
        }
    }

    private void turn(boolean isFailing, String why) {
        lock.lock();
        try {
            if (isFailing && !failing) {
                LOG.log(Level.WARNING, "The audit log cannot be written, so nothing may be changed: {0}", why);
            }
            if (!isFailing && failing) {
                LOG.log(Level.INFO, "The audit log is written again; {0} refusals were not kept meanwhile.", lost);
                lost = 0;
            }
            failing = isFailing;
        } finally {
            lock.unlock();
        }
    }

    /** What is to be done at the end of a transaction, within it. */
    private record BeforeCommit(Runnable work) implements Synchronization {

        @Override
        public void beforeCompletion() {
            work.run();
        }

        @Override
        public void afterCompletion(int status) {
            // it is there, or it was rolled back with the rest
        }
    }
}
