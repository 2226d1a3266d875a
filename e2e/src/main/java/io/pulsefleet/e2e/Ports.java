package io.pulsefleet.e2e;

import io.pulsefleet.settings.Setting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports: is one free, and which. */
final class Ports {

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

    /** A port that nobody listens on at this moment. */
    static int free() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new StackException("No free port.", none);
        }
    }
}
