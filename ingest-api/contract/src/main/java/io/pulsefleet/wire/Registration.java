package io.pulsefleet.wire;

import java.util.List;
import java.util.UUID;

/**
 * "Here I am." Sent with the fleet's join token; sent twice, it registers once, for the agent made both its id and its
 * token.
 *
 * @param token the secret that this agent will show from now on, at least 32 characters; the hub keeps only its hash
 */
public record Registration(UUID agent, String token, HostFacts host, String version, String boot) {

    public Registration {
        Required.present("agent", agent);
        Required.text("token", token, 200);
        if (token.length() < 32) {
            throw new IllegalArgumentException("token: must have at least 32 characters");
        }
        Required.present("host", host);
        Required.text("version", version, 50);
        Required.text("boot", boot, 40);
    }

    /** Never shows the token: records are logged. */
    @Override
    public String toString() {
        return "Registration[" + agent + " " + host.hostname() + " " + version + "]";
    }

    /**
     * What kind of host it is.
     *
     * @param addresses the addresses that other hosts may know it by, the likeliest first
     * @param arch as {@code amd64}
     * @param memoryBytes physical memory
     */
    public record HostFacts(
            String hostname,
            List<String> addresses,
            String os,
            String kernel,
            String arch,
            int cpus,
            long memoryBytes) {

        public HostFacts {
            Required.text("hostname", hostname, 255);
            addresses = Required.list("addresses", addresses);
            os = os == null ? "" : os;
            kernel = kernel == null ? "" : kernel;
            arch = arch == null ? "" : arch;
        }
    }
}
