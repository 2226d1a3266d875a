package io.pulsefleet.agent.collect.docker;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.agent.collect.docker.Container.Detail;
import io.pulsefleet.agent.collect.docker.Container.Health;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The body of a document of the kind {@code docker.containers}.
 *
 * @param sizes null until they were asked
 */
@JsonNaming(SnakeCaseStrategy.class)
record Snapshot(Daemon daemon, Counts counts, List<Row> containers, Sizes.Taken sizes) {

    /**
     * @param engine {@code Docker} or {@code Podman}; null while it is away
     * @param remedy what to do about its state; null where nothing is to be done
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Daemon(String state, String remedy, String engine, String version, String socket) {

        static Daemon running(Words.Version version, Address address) {
            var components = version.components() == null ? List.<Words.Version.Component>of() : version.components();
            var isPodman = components.stream()
                    .anyMatch(one -> one.name() != null && one.name().contains("Podman"));
            return new Daemon(
                    DaemonState.RUNNING.words(),
                    null,
                    isPodman ? "Podman" : "Docker",
                    Container.text(version.version(), "unknown"),
                    address.toString());
        }

        static Daemon away(DaemonState state, Address address) {
            return new Daemon(state.words(), state.remedy(address), null, null, address.toString());
        }
    }

    /** @param untold those that are not in the list of containers */
    @JsonNaming(SnakeCaseStrategy.class)
    record Counts(int total, int running, int stopped, int unhealthy, int untold) {

        static Counts of(Watch.Looked looked) {
            var running =
                    (int) looked.all().stream().filter(Container::isRunning).count();
            var unhealthy = (int) looked.all().stream()
                    .filter(one -> one.health() == Health.UNHEALTHY)
                    .count();
            return new Counts(
                    looked.total(),
                    running,
                    looked.total() - running,
                    unhealthy,
                    looked.total() - looked.seen().size());
        }
    }

    /** What is not known is null. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Row(
            String id,
            String name,
            String image,
            String state,
            String status,
            String health,
            Instant createdAt,
            Instant startedAt,
            Instant finishedAt,
            Integer exitCode,
            Boolean oomKilled,
            Long restarts,
            Double cpus,
            Double memoryBytes,
            Double memoryLimitBytes) {

        static Row of(Seen seen) {
            var container = seen.container();
            var detail = seen.detail();
            return new Row(
                    Container.shortId(container.id()),
                    container.name(),
                    container.image(),
                    container.state(),
                    container.status(),
                    container.health().words(),
                    container.created(),
                    detail.flatMap(Detail::started).orElse(null),
                    detail.flatMap(Detail::finished).orElse(null),
                    container.isRunning() ? null : detail.map(Detail::exitCode).orElse(null),
                    detail.map(Detail::oomKilled).orElse(null),
                    detail.map(Detail::restarts).orElse(null),
                    seen.cpus().orElse(null),
                    seen.used().map(Used::workingSet).orElse(null),
                    seen.used().map(Used::memoryLimit).orElse(null));
        }

        /** What is worth a snapshot at once when it is another. */
        String gist() {
            return String.join(" ", id, name, state, health, String.valueOf(startedAt), String.valueOf(restarts));
        }
    }

    static Snapshot of(Daemon daemon, Watch.Looked looked, Optional<Sizes.Taken> sizes) {
        return new Snapshot(
                daemon, Counts.of(looked), looked.seen().stream().map(Row::of).toList(), sizes.orElse(null));
    }

    static Snapshot away(Daemon daemon) {
        return new Snapshot(daemon, null, List.of(), null);
    }

    List<String> gist() {
        return Stream.concat(
                        Stream.of(daemon.state() + daemon.version()),
                        containers.stream().map(Row::gist))
                .toList();
    }
}
