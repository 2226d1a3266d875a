package io.pulsefleet.e2e;

import io.pulsefleet.settings.Setting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports: is one free, and which. */
public final class Ports {

    private static final int FIRST = 15_000;
    private static final int FIRST_OF_CLIENTS = 32_768;
    private static final int MOST_TRIES = 1_000;

    private Ports() {}

    /** @throws StackException that names the port and the setting to change */
    static void checkFree(int port, Setting<Integer> setting) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true); // a connection that lingers in TIME_WAIT is no listener
            socket.bind(new InetSocketAddress(port));
        } catch (IOException taken) {
            throw new StackException(
                    "Port %d is taken: stop what listens there, or set %s to another."
                            .formatted(port, setting.environmentName()),
                    taken);
        }
    }

    /**
     * A port that nobody listens on at this moment. It lies below those that Linux gives to clients: who keeps calling a
     * server that is down would else be given its very port one day, and talk to himself where the server should be.
     */
    public static int free() {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            var port = ThreadLocalRandom.current().nextInt(FIRST, FIRST_OF_CLIENTS);
            if (isFree(port)) {
                return port;
            }
        }
        throw new StackException("No free port from " + FIRST + " to " + FIRST_OF_CLIENTS + ".");
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
