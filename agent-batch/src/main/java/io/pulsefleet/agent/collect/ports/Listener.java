package io.pulsefleet.agent.collect.ports;

/**
 * A socket at which somebody waits to be spoken to.
 *
 * @param transport {@code tcp} or {@code udp}
 * @param address as people write it: {@code 127.0.0.1}, {@code 0.0.0.0}, {@code ::}
 * @param inode of the socket, by which its owner is found
 */
record Listener(String transport, String address, int port, long inode) {

    /** {@code tcp 127.0.0.1:8080}, {@code udp [::]:53}. */
    String name() {
        return transport + " " + (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + port;
    }
}
