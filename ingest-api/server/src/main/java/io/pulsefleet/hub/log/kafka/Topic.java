package io.pulsefleet.hub.log.kafka;

import io.pulsefleet.hub.http.HttpConfig;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.log.Entry;
import io.pulsefleet.hub.log.ShipmentLog;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Sends to the brokers, and waits until all that are in sync have it.
 *
 * <p>(1) What is under way fits into a limit; beyond it the answer is 429. (2) Once something did not arrive, nothing is
 * tried for a second and the answer is 503 at once: a client without brokers holds up each of its callers. (3) Callers
 * enter one at a time for the same reason: whoever waited meanwhile learns of (2).
 */
@ApplicationScoped
public class Topic implements ShipmentLog {

    private static final Logger LOG = System.getLogger(Topic.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int OVERHEAD = 500;

    @Inject
    @Channel("pulse-log-append")
    Emitter<ProducerRecord<String, byte[]>> entries;

    /** A channel of its own: the connector sends a record to its channel's topic, whatever the record says. */
    @Inject
    @Channel("pulse-log-aside")
    Emitter<ProducerRecord<String, byte[]>> aside;

    @Inject
    TopicReader reader;

    @Resource
    ManagedExecutorService executor;

    private final long room = HttpConfig.settings().get(HttpConfig.BODIES_LIMIT);
    private final ReentrantLock lock = new ReentrantLock();
    private long underWay;
    private long triedAgainAt = System.nanoTime();
    private boolean away;

    @Override
    public CompletionStage<Void> append(Entry entry) {
        return send(entries, Records.of(entry));
    }

    @Override
    public void readWith(Reader how) {
        reader.start(how);
    }

    CompletionStage<Void> setAside(ProducerRecord<String, byte[]> record) {
        return send(aside, record);
    }

    private CompletionStage<Void> send(
            Emitter<ProducerRecord<String, byte[]>> brokers, ProducerRecord<String, byte[]> record) {
        var size = OVERHEAD + (record.value() == null ? 0 : record.value().length);
        var sent = new CompletableFuture<Void>();
        lock.lock();
        try {
            if (System.nanoTime() < triedAgainAt) {
                throw notNow();
            }
            if (underWay > 0 && underWay + size > room) {
                throw Problems.tooMany(
                        "More is on its way to the log than the hub holds.",
                        Duration.ofSeconds(ThreadLocalRandom.current().nextInt(1, 5)));
            }
            underWay += size;
            brokers.send(Message.of(
                    record,
                    () -> {
                        end(size, null, sent);
                        return CompletableFuture.completedStage(null);
                    },
                    why -> {
                        end(size, why, sent);
                        return CompletableFuture.completedStage(null);
                    }));
        } finally {
            lock.unlock();
        }
        return sent;
    }

    /** On the client's own thread, which must not be held up: the caller goes on in another. */
    private void end(int size, Throwable why, CompletableFuture<Void> sent) {
        lock.lock();
        try {
            underWay -= size;
            if (why == null) {
                away = false;
            } else {
                triedAgainAt = System.nanoTime() + PAUSE.toNanos();
                if (!away) {
                    LOG.log(Level.WARNING, "The log does not take shipments: {0}", why.toString());
                }
                away = true;
            }
        } finally {
            lock.unlock();
        }
        executor.execute(() -> {
            if (why == null) {
                sent.complete(null);
            } else {
                sent.completeExceptionally(notNow());
            }
        });
    }

    private static WebApplicationException notNow() {
        return new WebApplicationException("The log is away.", Problems.logIsAway());
    }
}
