package io.pulsefleet.hub.commit;

import io.pulsefleet.store.metrics.Frames.NewFrame;
import io.pulsefleet.store.metrics.Latest;
import io.pulsefleet.wire.Frame;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The newest frame of each agent and set, on its way into the table {@code latest}: gathered here, and written together
 * every two seconds.
 */
@ApplicationScoped
public class Newest {

    private static final Logger LOG = System.getLogger(Newest.class.getName());
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration FRESH = Duration.ofMinutes(2);

    /** Values that are held at the most, some 64 MB; what is beyond comes with its next frame. */
    private static final int MOST_VALUES = 8_000_000;

    /** Written in one transaction. */
    private static final int AT_ONCE = 1_000;

    private record Key(int agent, int set) {}

    @Resource
    ManagedScheduledExecutorService executor;

    @Inject
    LatestWriter writer;

    private final Map<Key, NewFrame> waiting = new ConcurrentHashMap<>();
    private volatile Future<?> flushing;
    private boolean told;

    void start(@Observes Startup event) {
        flushing =
                executor.scheduleWithFixedDelay(this::flush, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        if (flushing != null) {
            flushing.cancel(false);
        }
    }

    void see(Collection<NewFrame> frames) {
        var old = Instant.now().minus(FRESH);
        for (var frame : frames) {
            if (frame.at().isAfter(old) && waiting.size() < MOST_VALUES / Math.max(100, frame.values().length)) {
                waiting.merge(new Key(frame.agent(), frame.set()), frame, Newest::newer);
            }
        }
    }

    private static NewFrame newer(NewFrame one, NewFrame other) {
        return other.at().isAfter(one.at()) ? other : one;
    }

    /** What cannot be written now is tried again the next time. */
    void flush() {
        var frames = List.copyOf(waiting.values());
        try {
            for (int from = 0; from < frames.size(); from += AT_ONCE) {
                var some = frames.subList(from, Math.min(from + AT_ONCE, frames.size()));
                writer.write(some);
                some.forEach(frame -> waiting.remove(new Key(frame.agent(), frame.set()), frame));
            }
            told = false;
        } catch (RuntimeException | Error nextTime) { // one that gets out would end all flushing
            if (!told) {
                LOG.log(Level.WARNING, "The newest frames were not kept, trying again: {0}", nextTime.toString());
            }
            told = true;
        }
    }

    /** In a bean of its own, so that its transaction begins and ends with it. */
    @ApplicationScoped
    static class LatestWriter {

        @Inject
        Latest latest;

        @jakarta.transaction.Transactional
        public void write(List<NewFrame> frames) {
            latest.keep(frames, Frame::isMissing);
        }
    }
}
