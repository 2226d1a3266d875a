package io.pulsefleet.agent.collect.docker;

import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.agent.collect.Glance;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.Document;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.Reading;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What this host's containers do, asked of Docker or of Podman.
 *
 * <pre>
 * docker.containers{container.state="running"} 2.0
 * docker.events{docker.event="die"} 1.0
 * container.running{container.name="web"} 1.0
 * container.cpu.usage{container.name="web"} 0.25
 * container.memory.usage{container.name="web"} 4.2E7
 * one document of the kind docker.containers, when something became other and each minute
 * and one of the kind host.event for each event
 * </pre>
 *
 * <p>(1) Each event is told once: see {@link Happenings}. (2) A daemon that is away, may not be asked or hangs is an answer
 * with a name and a remedy: {@link DaemonState}. (3) A host on which nothing points to Docker has no target.
 */
@Dependent
final class DockerCollector implements Collector {

    static final String TARGET = "docker";
    static final String CONTAINERS = "docker.containers";

    private static final Duration GLANCE_EVERY = Duration.ofSeconds(1);

    /** An event is told at once, but a storm of them does not make a visit of each look. */
    private static final Duration BETWEEN_URGENT = Duration.ofSeconds(3);

    private static final Duration SNAPSHOT_EVERY = Duration.ofMinutes(1);

    private static final Path DATA = Path.of("/var/lib/docker");

    private final Address address;
    private final Duration timeout;
    private final Duration newcomer;
    private final boolean wasNamed;
    private final Watch watch;
    private final Sizes sizes;
    private final Happenings happenings = new Happenings();

    private volatile boolean wasThere;
    private Instant lastVisit = Instant.EPOCH;
    private Instant lastSnapshot = Instant.EPOCH;
    private List<String> lastGist = List.of();

    @Inject
    DockerCollector(Settings settings) {
        address = settings.get(DockerConfig.SOCKET);
        timeout = settings.get(DockerConfig.TIMEOUT);
        newcomer = settings.get(DockerConfig.NEWCOMER);
        wasNamed = !address.given().equals(DockerConfig.SOCKET.byDefault());
        watch = new Watch(settings.get(DockerConfig.MOST));
        sizes = new Sizes(settings.get(DockerConfig.SIZES_EVERY), timeout);
    }

    @Override
    public CollectorInfo info() {
        return new CollectorInfo(
                        "docker",
                        "What this host's containers do, asked of Docker or of Podman.",
                        Duration.ofSeconds(10),
                        Numbers.METRICS,
                        List.of(Numbers.NAME))
                .visiting("The host's daemon; none on a host on which nothing points to one.")
                .sending(
                        CONTAINERS,
                        "How it is with the daemon, and all containers; when something became other, and each minute.")
                .telling(Happening.TYPES)
                .being(DaemonState.described());
    }

    @Override
    public List<String> targets() {
        wasThere = wasThere || wasNamed || !address.sight().absent() || Files.exists(DATA);
        return wasThere ? List.of(TARGET) : List.of();
    }

    @Override
    public Optional<Duration> glanceEvery() {
        return Optional.of(GLANCE_EVERY);
    }

    @Override
    public Glance glance(Visit now) throws IOException {
        try (var engine = new Engine(address, timeout)) {
            happenings.look(now.place().read(), now.at(), engine);
        }
        var isTime = !now.at().isBefore(lastVisit.plus(BETWEEN_URGENT));
        return new Glance(GLANCE_EVERY, happenings.isUrgent() && isTime);
    }

    @Override
    public Pass begin(Visit visit) throws IOException {
        lastVisit = visit.at();
        var place = visit.place().read();
        try (var engine = new Engine(address, timeout)) {
            var version = engine.version();
            happenings.look(place, visit.at(), engine);
            var looked = watch.look(engine, visit.at(), happenings.touched());
            happenings.settle(looked.seen(), looked.shortIds(), visit.at());
            var troubles = new ArrayList<>(looked.troubles());
            askSizes(engine, visit.at(), troubles);
            return pass(visit, Snapshot.Daemon.running(version, address), looked, troubles);
        } catch (AwayException away) {
            watch.forget();
            var snapshot = Snapshot.away(Snapshot.Daemon.away(away.state(), address));
            return new DockerPass(
                    List.of(),
                    List.of(),
                    Optional.of(away),
                    documents(visit, snapshot),
                    happenings.take().map(taken -> taken.place().asText()).or(() -> place));
        }
    }

    private Pass pass(Visit visit, Snapshot.Daemon daemon, Watch.Looked looked, List<String> troubles) {
        var taken = happenings.take().orElseThrow();
        troubles.addAll(taken.troubles());
        var readings = new ArrayList<>(Numbers.ofDaemon(looked, taken.place().counts(), visit.at()));
        readings.addAll(sizes.readings(visit.at()));
        looked.seen().stream()
                .filter(seen -> !seen.container().created().plus(newcomer).isAfter(visit.at()))
                .forEach(seen -> readings.addAll(Numbers.of(seen, visit.at())));
        return new DockerPass(
                troubles,
                List.<Reading>copyOf(readings),
                Optional.empty(),
                documents(visit, Snapshot.of(daemon, looked, sizes.known())),
                Optional.of(taken.place().asText()));
    }

    private List<Document> documents(Visit visit, Snapshot snapshot) {
        var documents = new ArrayList<Document>();
        var gist = snapshot.gist();
        if (!gist.equals(lastGist) || !visit.at().isBefore(lastSnapshot.plus(SNAPSHOT_EVERY))) {
            lastGist = gist;
            lastSnapshot = visit.at();
            documents.add(new Document(CONTAINERS, visit.target(), visit.at(), RawJson.of(snapshot)));
        }
        happenings.take().stream()
                .flatMap(taken -> taken.told().stream())
                .forEach(told -> documents.add(told.document(visit.target())));
        return documents;
    }

    /** That they take long is no reason to give up the rest. */
    private void askSizes(Engine engine, Instant now, List<String> troubles) {
        try {
            sizes.look(engine, now);
        } catch (AwayException notNow) {
            troubles.add("sizes of images and volumes: " + notNow.state().words() + "; they are asked again later");
        }
    }
}
