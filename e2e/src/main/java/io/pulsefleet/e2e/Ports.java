package io.pulsefleet.e2e;

import io.pulsefleet.settings.Setting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports: is one free, and which. */
public final class Ports {

    private static final int FIRST = 15_000;
    private static final int FIRST_OF_CLIENTS = 32_768;
    private static final int MOST_TRIES = 1_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();
    private static final Duration LONGEST_LINGERING = Duration.ofMinutes(2);

    private Ports() {}

    /**
     * What lingers of a server that has ended keeps nobody from listening for long; it is waited for. A server that
     * listens is not.
     *
     * @throws StackException that names the port, who listens there, and the setting to change
     */
    static void checkFree(int port, Setting<Integer> setting) {
        Await.until(taken(port, "a connection that lingers", setting), LONGEST_LINGERING, () -> {
            if (isFree(port)) {
                return true;
            }
            if (Listener.isThere(port)) {
                var who = Listener.on(port)
                        .map(found -> "%s (process %d)".formatted(found.name(), found.pid()))
                        .orElse("another user's program");
                throw new StackException(taken(port, who, setting) + ".");
            }
            return false;
        });
    }

    private static String taken(int port, String who, Setting<Integer> setting) {
        return "Port %d is taken by %s: stop what listens there, or set %s to another"
                .formatted(port, who, setting.environmentName());
    }

    /**
     * A port that nobody listens on at this moment. It lies below those that Linux gives to clients: who keeps calling a
     * server that is down would else be given its very port one day, and talk to himself where the server should be. None
     * is given twice: a server listens long after its port was chosen.
     */
    public static int free() {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            var port = ThreadLocalRandom.current().nextInt(FIRST, FIRST_OF_CLIENTS);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new StackException("No free port from " + FIRST + " to " + FIRST_OF_CLIENTS + ".");
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true); // a connection that lingers in TIME_WAIT is no listener
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
