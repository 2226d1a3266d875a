package io.pulsefleet.agent.collect.system;

import io.pulsefleet.agent.collect.kernel.KernelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * What the agent runs in, and so what it measures.
 *
 * <p>What is called {@code system.*} is always what {@code /proc} tells. In a container that is the host's CPU, memory and
 * disks, unless lxcfs lies over it; its network and processes are the container's own where it was given namespaces of its
 * own. What the container itself may use and uses is called {@code system.cgroup.*}.
 *
 * @param container {@code docker}, {@code podman}, {@code kubernetes}, {@code lxc}, {@code container} or {@code none}
 * @param memory whose {@code /proc/meminfo} and {@code /proc/stat} tell: {@code host} or {@code container}
 * @param processes likewise
 * @param network likewise
 */
record Surroundings(String container, String memory, String processes, String network) {

    /** The kernel numbers the first namespace of processes so, always. */
    private static final String FIRST_PIDS = "pid:[4026531836]";

    static Surroundings of(KernelFiles files) {
        if (!files.isOwn()) {
            return new Surroundings(engine(new KernelFiles(java.nio.file.Path.of("/"))), "host", "host", "host");
        }
        var engine = engine(files);
        return new Surroundings(
                engine,
                files.find("proc/mounts").orElse("").contains("lxcfs /proc/") ? "container" : "host",
                hasAllProcesses(files) ? "host" : "container",
                engine.equals("none") || hasACard(files) ? "host" : "container");
    }

    static boolean isContainer(KernelFiles files) {
        return files.isOwn() && !engine(files).equals("none");
    }

    private static String engine(KernelFiles files) {
        var group = files.find("proc/1/cgroup").orElse("");
        if (group.contains("kubepods") || files.has("var/run/secrets/kubernetes.io")) {
            return "kubernetes";
        }
        if (files.has(".dockerenv") || group.contains("/docker")) {
            return "docker";
        }
        if (files.has("run/.containerenv") || group.contains("/libpod")) {
            return "podman";
        }
        if (group.contains("/lxc")) {
            return "lxc";
        }
        return files.findLine("run/systemd/container").orElse("none");
    }

    /** Where the kernel does not say in which namespace we are, nothing says either that it is not the host's. */
    private static boolean hasAllProcesses(KernelFiles files) {
        try {
            return Files.readSymbolicLink(files.path("proc/self/ns/pid"))
                    .toString()
                    .equals(FIRST_PIDS);
        } catch (IOException | UnsupportedOperationException notToBeSeen) {
            return true;
        }
    }

    /** The ends of pairs whose other end is elsewhere have another number there; a card has its own. */
    private static boolean hasACard(KernelFiles files) {
        return files.list("sys/class/net").stream()
                .filter(link -> !link.equals("lo"))
                .anyMatch(link -> number(files, link, "ifindex").equals(number(files, link, "iflink")));
    }

    private static Optional<Long> number(KernelFiles files, String link, String name) {
        return files.findNumber("sys/class/net/" + link + "/" + name);
    }
}
