package io.pulsefleet.hub.access;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Over what a request came. */
record Connection(String address, boolean secure) {

    /** A password may be shown over TLS, or from this host itself; never over a network in the clear. */
    boolean isSafeForPasswords() {
        return secure || isLoopback();
    }

    private boolean isLoopback() {
        try {
            return InetAddress.getByName(address).isLoopbackAddress(); // an address, never looked up
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }
}
