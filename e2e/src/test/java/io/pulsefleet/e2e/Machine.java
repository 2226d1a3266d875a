package io.pulsefleet.e2e;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A machine of its own beside this one: Linux's namespaces of network and host name, with a cable between the two. Its loopback
 * is not ours, so that nothing on it finds the hub but by the hub's address.
 */
final class Machine implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Machine.class.getName());
    private static final String PREFIX = "pulse-";

    private final String name;
    private final long number;

    private Machine(String name, long number) {
        this.name = name;
        this.number = number;
    }

    /** Empty, and said so, where this user may not make one. */
    static Optional<Machine> beside(String name) throws IOException {
        var machine = new Machine(name, ProcessHandle.current().pid());
        try {
            forgetThoseOfTheDead();
            machine.make();
            return Optional.of(machine);
        } catch (IOException cannot) {
            machine.close();
            LOG.log(Level.WARNING, "There is no second machine, only this one: {0}", cannot.getMessage());
            return Optional.empty();
        }
    }

    /** By which this host is known there. */
    String gateway() {
        return address(1);
    }

    /** By which it is known here. */
    String address() {
        return address(2);
    }

    /** What stands before a command that is to run on it. */
    List<String> shell() {
        return List.of(
                "ip",
                "netns",
                "exec",
                space(),
                "unshare",
                "--uts",
                "sh",
                "-c",
                "echo \"$0\" >/proc/sys/kernel/hostname && exec \"$@\"",
                name);
    }

    @Override
    public void close() {
        try {
            run("ip", "netns", "delete", space()); // the cable goes with it
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "There was none: {0}", gone.getMessage());
        }
    }

    private void make() throws IOException {
        run("ip", "netns", "add", space());
        run("ip", "link", "add", cable(), "type", "veth", "peer", "name", "eth0", "netns", space());
        run("ip", "address", "add", gateway() + "/30", "dev", cable());
        run("ip", "link", "set", cable(), "up");
        inside("ip", "address", "add", address() + "/30", "dev", "eth0");
        inside("ip", "link", "set", "eth0", "up");
        inside("ip", "link", "set", "lo", "up");
    }

    private void inside(String... command) throws IOException {
        run(Stream.concat(shell().stream(), Stream.of(command)).toArray(String[]::new));
    }

    private String space() {
        return PREFIX + number;
    }

    /** At most 15 characters, says the kernel. */
    private String cable() {
        return "pulse" + number;
    }

    private String address(int end) {
        return "10.231." + (number >> 6 & 255) + "." + ((number & 63) * 4 + end);
    }

    private static void forgetThoseOfTheDead() throws IOException {
        for (var line : run("ip", "netns", "list").lines().toList()) {
            var space = line.split(" ", -1)[0];
            if (space.matches(PREFIX + "\\d+")) {
                var maker = Long.parseLong(space.substring(PREFIX.length()));
                if (ProcessHandle.of(maker).isEmpty()) {
                    run("ip", "netns", "delete", space);
                }
            }
        }
    }

    private static String run(String... command) throws IOException {
        var process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said.strip());
            }
            return said;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException(stop);
        }
    }
}
