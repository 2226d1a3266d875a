package io.pulsefleet.agent.collect.docker;

import io.pulsefleet.agent.collect.docker.Words.Stats;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What a running container used, counted since it started.
 *
 * @param at when the daemon read it
 * @param cpuSeconds of all its CPUs, by mode
 * @param workingSet memory without the files' pages that could go at once, as {@code docker stats} shows it
 * @param network empty where it has none
 */
record Used(
        Instant at,
        double cpuSeconds,
        double userSeconds,
        double systemSeconds,
        double throttledSeconds,
        double memory,
        double workingSet,
        double memoryLimit,
        double processes,
        double readBytes,
        double writtenBytes,
        Optional<Network> network) {

    private static final double NANOS = 1e9;

    record Network(
            double received,
            double sent,
            double receiveErrors,
            double sendErrors,
            double receiveDrops,
            double sendDrops) {}

    /** Empty for one that has just ended: the daemon answers with zeros then. */
    static Optional<Used> of(Stats stats) {
        return Container.moment(stats.read())
                .filter(at -> stats.cpu() != null && stats.cpu().usage() != null && stats.memory() != null)
                .map(at -> of(stats, at));
    }

    private static Used of(Stats stats, Instant at) {
        var cpu = stats.cpu().usage();
        var throttling = stats.cpu().throttling();
        var memory = stats.memory();
        return new Used(
                at,
                cpu.total() / NANOS,
                cpu.user() / NANOS,
                cpu.system() / NANOS,
                throttling == null ? 0 : throttling.time() / NANOS,
                memory.usage(),
                Math.max(0, memory.usage() - inactiveFile(memory.detail())),
                memory.limit(),
                stats.pids() == null ? 0 : stats.pids().current(),
                bytes(stats.blocks(), "read"),
                bytes(stats.blocks(), "write"),
                network(stats.networks()));
    }

    private static double inactiveFile(Stats.Memory.Detail detail) {
        if (detail == null) {
            return 0;
        }
        var inactive = detail.first() == null ? detail.second() : detail.first();
        return inactive == null ? 0 : inactive;
    }

    private static double bytes(Stats.Blocks blocks, String operation) {
        var all = blocks == null || blocks.bytes() == null ? List.<Stats.Block>of() : blocks.bytes();
        return all.stream()
                .filter(block -> block.op() != null
                        && block.op().toLowerCase(Locale.ROOT).equals(operation))
                .mapToDouble(Stats.Block::value)
                .sum();
    }

    private static Optional<Network> network(Map<String, Stats.Link> links) {
        return Optional.ofNullable(links)
                .filter(some -> !some.isEmpty())
                .map(some -> new Network(
                        sum(some, Stats.Link::receivedBytes),
                        sum(some, Stats.Link::sentBytes),
                        sum(some, Stats.Link::receiveErrors),
                        sum(some, Stats.Link::sendErrors),
                        sum(some, Stats.Link::receiveDropped),
                        sum(some, Stats.Link::sendDropped)));
    }

    private static double sum(Map<String, Stats.Link> links, ToDoubleFunction<Stats.Link> what) {
        return links.values().stream().mapToDouble(what).sum();
    }

    /** CPUs that it kept busy since another look; empty where that was of another run. */
    Optional<Double> cpusSince(Used before) {
        var seconds = Duration.between(before.at, at).toNanos() / NANOS;
        return seconds <= 0 || cpuSeconds < before.cpuSeconds
                ? Optional.empty()
                : Optional.of((cpuSeconds - before.cpuSeconds) / seconds);
    }
}
