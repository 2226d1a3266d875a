package io.pulsefleet.agent.collect.docker;

import static io.pulsefleet.wire.Metric.gauge;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Metric;
import io.pulsefleet.wire.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What images, containers, volumes and the build cache take on disk: asked rarely, and told again until the next time. */
final class Sizes {

    private static final Metric USAGE = gauge(
            "docker.disk.usage",
            "By",
            "What they take on disk, as `docker system df` says: `images`, `containers` (what was written in them),"
                    + " `volumes`, `build_cache`. Asked rarely.",
            "docker.object");
    private static final Metric IMAGES = gauge("docker.images", "{image}", "Images. Asked rarely.");
    private static final Metric VOLUMES = gauge("docker.volumes", "{volume}", "Volumes. Asked rarely.");

    static final List<Metric> METRICS = List.of(USAGE, IMAGES, VOLUMES);

    /** So that an agent that starts does not begin with what is dear. */
    private static final Duration FIRST_AFTER = Duration.ofMinutes(1);

    private static final int PATIENCE_FACTOR = 6;

    private final Duration every;
    private final Duration patience;
    private Optional<Instant> next = Optional.empty();
    private Optional<Taken> known = Optional.empty();

    /** @param at when it was asked; what follows in bytes */
    @JsonNaming(SnakeCaseStrategy.class)
    record Taken(
            Instant at,
            double images,
            double containers,
            double volumes,
            double buildCache,
            int imageCount,
            int volumeCount) {

        static Taken of(Words.Usage usage, Instant at) {
            return new Taken(
                    at,
                    usage.layers(),
                    all(usage.containers()).stream()
                            .mapToDouble(Words.Usage.Written::bytes)
                            .sum(),
                    all(usage.volumes()).stream()
                            .map(Words.Usage.Volume::data)
                            .mapToDouble(data -> data == null ? 0 : Math.max(0, data.bytes()))
                            .sum(),
                    all(usage.cache()).stream()
                            .mapToDouble(Words.Usage.Cached::bytes)
                            .sum(),
                    all(usage.images()).size(),
                    all(usage.volumes()).size());
        }

        private static <T> List<T> all(List<T> given) {
            return given == null ? List.of() : given;
        }
    }

    /** @param timeout of any other question */
    Sizes(Duration every, Duration timeout) {
        this.every = every;
        patience = timeout.multipliedBy(PATIENCE_FACTOR);
    }

    /** Asks when it is time. */
    void look(Engine engine, Instant now) throws AwayException {
        if (next.isEmpty()) {
            next = Optional.of(now.plus(FIRST_AFTER.compareTo(every) < 0 ? FIRST_AFTER : every));
        }
        if (!now.isBefore(next.get())) {
            next = Optional.of(now.plus(every));
            known = Optional.of(Taken.of(engine.usage(patience), now));
        }
    }

    Optional<Taken> known() {
        return known;
    }

    List<Reading> readings(Instant at) {
        return List.of(
                USAGE.read(at, value(known.map(Taken::images)), "images"),
                USAGE.read(at, value(known.map(Taken::containers)), "containers"),
                USAGE.read(at, value(known.map(Taken::volumes)), "volumes"),
                USAGE.read(at, value(known.map(Taken::buildCache)), "build_cache"),
                IMAGES.read(at, value(known.map(sizes -> (double) sizes.imageCount()))),
                VOLUMES.read(at, value(known.map(sizes -> (double) sizes.volumeCount()))));
    }

    private static double value(Optional<Double> known) {
        return known.orElse(Frame.MISSING);
    }
}
