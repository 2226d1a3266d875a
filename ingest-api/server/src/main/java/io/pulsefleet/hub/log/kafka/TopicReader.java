package io.pulsefleet.hub.log.kafka;

import io.pulsefleet.hub.log.ShipmentLog.Reader;
import io.pulsefleet.hub.log.UnfitException;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Reads the topic, and has each record stored.
 *
 * <p>(1) A record is acknowledged after it was stored, or set aside; the connector moves a partition's offset up to the
 * first that is not. Whatever ends this hub before, the record is read again, and its receipt makes that harmless. (2) A
 * record that can never be stored goes to the topic of what is set aside, with the reason, and holds up nobody. (3) While
 * the store or the brokers are away, records wait; those that wait fit into a limit, and beyond it none is asked for.
 *
 * <pre>
 * READ --stored--------> acknowledged
 *   |----unfit---------> set aside --the log has it--> acknowledged
 *   '----not now-------> READ again, a second later
 * </pre>
 */
@ApplicationScoped
public class TopicReader {

    private static final Logger LOG = System.getLogger(TopicReader.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Metadata RECORDS = Metadata.builder()
            .withName("pulsefleet_log_records")
            .withDescription("Records of the log, by what became of them.")
            .build();

    /** A record's rows are of about its own size: so much may wait in the queue before the warehouse. */
    private static final long ROOM = 16 << 20;

    @Inject
    Topic topic;

    @Inject
    MetricRegistry registry;

    @Resource
    ManagedExecutorService executor;

    private final CompletableFuture<Reader> reader = new CompletableFuture<>();
    private final Object lock = new Object();
    private long waiting;
    private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);
    private volatile String lastUnfit = "";
    private volatile boolean held;

    void start(Reader how) {
        reader.complete(how);
    }

    /** The connector asks for the next record when the stage is complete. */
    @Incoming("pulse-log-read")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    @SuppressWarnings("unchecked")
    public CompletionStage<Void> read(Message<byte[]> message) {
        ConsumerRecord<String, byte[]> record = message.unwrap(ConsumerRecord.class);
        return reader.thenAcceptAsync(how -> read(how, message, record, enter(sizeOf(record))), executor)
                .thenCompose(begun -> roomForMore());
    }

    private static long sizeOf(ConsumerRecord<String, byte[]> record) {
        return 500L + Math.max(0, record.serializedValueSize());
    }

    private long enter(long size) {
        synchronized (lock) {
            waiting += size;
            if (waiting > ROOM && room.isDone()) {
                room = new CompletableFuture<>();
            }
            return size;
        }
    }

    private CompletionStage<Void> roomForMore() {
        synchronized (lock) {
            return room;
        }
    }

    private void leave(long size) {
        CompletableFuture<Void> free;
        synchronized (lock) {
            waiting -= size;
            free = waiting <= ROOM ? room : CompletableFuture.completedFuture(null);
        }
        free.complete(null);
    }

    private void read(Reader how, Message<byte[]> message, ConsumerRecord<String, byte[]> record, long size) {
        attempt(how, record).whenComplete((stored, failure) -> {
            if (failure == null) {
                held = false;
                done(message, size, "stored");
            } else if (rootOf(failure) instanceof UnfitException unfit) {
                setAside(message, record, size, unfit.getMessage());
            } else {
                tellOnce(failure);
                again(() -> read(how, message, record, size));
            }
        });
    }

    private static CompletionStage<Void> attempt(Reader how, ConsumerRecord<String, byte[]> record) {
        try {
            return how.read(Records.entry(record));
        } catch (RuntimeException | Error failure) { // whatever it is: the connector's stream must not end by it
            return CompletableFuture.failedStage(failure);
        }
    }

    private void setAside(Message<byte[]> message, ConsumerRecord<String, byte[]> record, long size, String why) {
        if (!why.equals(lastUnfit)) {
            LOG.log(
                    Level.WARNING,
                    "Set aside: {0}/{1} at {2}: {3}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    why);
        }
        lastUnfit = why;
        CompletionStage<Void> sent;
        try {
            sent = topic.setAside(Records.aside(record, why));
        } catch (RuntimeException notNow) {
            sent = CompletableFuture.failedStage(notNow);
        }
        sent.whenComplete((has, failure) -> {
            if (failure == null) {
                done(message, size, "aside");
            } else {
                again(() -> setAside(message, record, size, why));
            }
        });
    }

    private void done(Message<byte[]> message, long size, String how) {
        registry.counter(RECORDS, new Tag("outcome", how)).inc();
        leave(size);
        message.ack().whenComplete((moved, failure) -> {
            if (failure != null) { // as when the partition is another writer's by now, which reads it again
                LOG.log(Level.DEBUG, "An offset was not moved: {0}", failure.toString());
            }
        });
    }

    private void again(Runnable what) {
        CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS, executor)
                .execute(what);
    }

    /** Once for each time that the store is away. */
    private void tellOnce(Throwable failure) {
        if (!held) {
            LOG.log(
                    Level.WARNING,
                    "What is in the log waits to be stored: {0}",
                    rootOf(failure).toString());
        }
        held = true;
    }

    private static Throwable rootOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
