package io.pulsefleet.agent.collect.docker;

import io.pulsefleet.agent.collect.CollectorInfo;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.stream.Stream;

/** How the daemon fares, as seen from its socket; each but the first with what to do about it. */
enum DaemonState {
    RUNNING("running", ""),
    NOT_RUNNING(
            "not running",
            "nobody listens at %s. Start the daemon (`systemctl start docker`), or name its socket with"
                    + " PULSE_DOCKER_SOCKET"),
    NO_RIGHTS(
            "no rights",
            "the agent may not use %s. Add its user to the socket's group (`usermod -aG docker %s`) and start the"
                    + " agent anew. Who is in that group can become root; where that is too much, set PULSE_DOCKER_SOCKET"
                    + " to a proxy that lets only GET through"),
    NOT_ANSWERING(
            "not answering",
            "the daemon at %s does not answer in time. Look at `journalctl -u docker`; if it stays so, `systemctl"
                    + " restart docker`"),
    NOT_UNDERSTOOD("not understood", "what answers at %s does not speak as Docker does. See PULSE_DOCKER_SOCKET"),
    NOT_LOCAL(
            "not local",
            "%s is no socket of this host; an agent reads its own host's. Set PULSE_DOCKER_SOCKET to a path, as"
                    + " /var/run/docker.sock");

    private final String words;
    private final String remedy;

    DaemonState(String words, String remedy) {
        this.words = words;
        this.remedy = remedy;
    }

    /** As a payload says it (PA-07, PA-09). */
    String words() {
        return words;
    }

    String remedy(Address address) {
        return remedy.formatted(address, System.getProperty("user.name"));
    }

    /** All of them, of any socket and any user. */
    static List<CollectorInfo.State> described() {
        return Stream.of(values())
                .map(state -> new CollectorInfo.State(
                        state.words, state == RUNNING ? "It answers." : state.remedy.formatted("the socket", "<user>")))
                .toList();
    }

    /** @param failure of connecting or asking */
    static DaemonState of(Address.Sight sight, IOException failure) {
        if (!sight.local()) {
            return NOT_LOCAL;
        }
        if (sight.absent()) {
            return NOT_RUNNING;
        }
        if (!sight.writable()) {
            return NO_RIGHTS;
        }
        if (failure instanceof ConnectException) {
            return NOT_RUNNING;
        }
        return failure instanceof SocketTimeoutException ? NOT_ANSWERING : NOT_UNDERSTOOD;
    }
}
