package io.pulsefleet.agent.collect.docker;

import io.pulsefleet.settings.Setting;
import java.time.Duration;
import java.util.List;

/** Which daemon is watched, how patiently, and how much of it is told. */
public final class DockerConfig {

    static final Setting<Address> SOCKET = new Setting<>(
                    "pulse.docker.socket",
                    "/var/run/docker.sock",
                    "The socket of Docker, or of Podman (`/run/podman/podman.sock`); also as `unix:///...`.",
                    Address::of)
            .formerly("DOCKER_HOST");

    static final Setting<Duration> TIMEOUT = Setting.duration(
            "pulse.docker.timeout", "5s", "How long the daemon may take for an answer; for sizes six times as long.");

    static final Setting<Integer> MOST = new Setting<>(
            "pulse.docker.containers.most",
            "300",
            "Of so many containers is told one by one, 1 to 400, those that run first; the others are counted.",
            DockerConfig::readMost);

    static final Setting<Duration> NEWCOMER = Setting.duration(
            "pulse.docker.newcomer",
            "1m",
            "A container has series of its own when it is so old; one that lives shorter is in snapshots and events"
                    + " only.");

    static final Setting<Duration> SIZES_EVERY = Setting.duration(
            "pulse.docker.sizes.every",
            "1h",
            "How often the daemon is asked what images and volumes take; it reads whole folders for it.");

    public static final List<Setting<?>> ALL = List.of(SOCKET, TIMEOUT, MOST, NEWCOMER, SIZES_EVERY);

    private DockerConfig() {}

    /** All their numbers must fit into one visit. */
    private static Integer readMost(String text) {
        var most = Integer.valueOf(text);
        if (most < 1 || most > 400) {
            throw new IllegalArgumentException("not from 1 to 400: " + text);
        }
        return most;
    }
}
