package io.pulsefleet.hub.live;

import io.pulsefleet.hub.News;
import io.pulsefleet.hub.News.About;
import io.pulsefleet.hub.Recent;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.metrics.MetricSets;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.MetricSet;
import io.pulsefleet.wire.Position;
import io.pulsefleet.wire.Shipment;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Tells open pages what agents have sent, once it is stored. */
@ApplicationScoped
public class Arrivals {

    private static final Logger LOG = System.getLogger(Arrivals.class.getName());

    /** The charts of a host's page are made of these. */
    private static final String OF_HOSTS = "host";

    private static final int MOST_POSITIONS = 4_000;
    private static final int MOST_SETS = 2_000;

    /** Of all sets that are remembered together: some 30 MB. */
    private static final int MOST_HELD = 100_000;

    @Resource
    ManagedExecutorService executor;

    @Inject
    OpenPages pages;

    @Inject
    MetricSets stored;

    @Inject
    Event<News> news;

    /** Empty: it is of no host, or too large. */
    private final Recent<String, Optional<MetricSet>> sets = new Recent<>(MOST_SETS);

    private int held;
    private final Set<String> looked = ConcurrentHashMap.newKeySet();

    /** @return to be run when the shipment is stored; where nobody looks at its agent it holds nothing of it */
    public Runnable of(UUID agent, Shipment shipment) {
        var frames =
                shipment.frames().isEmpty() || pages.watching(agent).isEmpty() ? List.<Frame>of() : shipment.frames();
        var hasRuns = !shipment.runs().isEmpty();
        var isMore =
                hasRuns || !shipment.documents().isEmpty() || !shipment.lines().isEmpty();
        if (!frames.isEmpty()) {
            shipment.sets().forEach(this::keep);
        }
        return () -> {
            if (isMore) {
                news.fire(new News(About.HOST, agent));
            }
            if (hasRuns) {
                news.fire(News.of(About.JOBS));
            }
            if (!frames.isEmpty()) {
                tell(agent, frames);
            }
        };
    }

    private void tell(UUID agent, List<Frame> frames) {
        var known = new LinkedHashMap<String, MetricSet>();
        frames.stream().map(Frame::set).distinct().forEach(hash -> {
            var set = sets.find(hash);
            if (set.isEmpty()) {
                learn(hash);
            }
            set.flatMap(found -> found).ifPresent(found -> known.put(hash, found));
        });
        var shown =
                frames.stream().filter(frame -> known.containsKey(frame.set())).toList();
        if (!shown.isEmpty()) {
            var whole = Once.of(() -> LiveMessage.readings(agent, known.values(), shown));
            var plain = Once.of(() -> LiveMessage.readings(agent, List.of(), shown));
            pages.watching(agent).forEach(page -> page.readings(known.keySet(), whole, plain));
        }
    }

    /** The same text for all pages, made for the first. */
    private static final class Once implements Supplier<String> {

        private final Supplier<String> maker;
        private String made;

        private Once(Supplier<String> maker) {
            this.maker = maker;
        }

        static Once of(Supplier<String> maker) {
            return new Once(maker);
        }

        @Override
        public String get() {
            if (made == null) {
                made = maker.get();
            }
            return made;
        }
    }

    private synchronized void keep(MetricSet set) {
        var isShown = set.target().equals(OF_HOSTS) && set.positions().size() <= MOST_POSITIONS;
        held += isShown ? set.positions().size() : 0;
        if (held > MOST_HELD) {
            sets.forgetAll();
            held = set.positions().size();
        }
        sets.put(set.hash(), isShown ? Optional.of(set) : Optional.empty());
    }

    /** The frame that asked for it is not told: the next one comes in a second. */
    private void learn(String hash) {
        if (looked.add(hash)) {
            executor.execute(() -> {
                try {
                    stored.find(List.of(hash))
                            .forEach(set ->
                                    keep(new MetricSet(set.collector(), set.target(), positions(set.positions()))));
                } catch (StoreException away) {
                    LOG.log(Level.DEBUG, "live: a metric set cannot be read now", away);
                } finally {
                    looked.remove(hash);
                }
            });
        }
    }

    private static List<Position> positions(String json) {
        try {
            return List.of(Json.read(json.getBytes(StandardCharsets.UTF_8), Position[].class));
        } catch (IOException ourBug) {
            throw new UncheckedIOException(ourBug);
        }
    }
}
