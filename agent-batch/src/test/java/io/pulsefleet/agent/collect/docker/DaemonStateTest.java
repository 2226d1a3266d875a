package io.pulsefleet.agent.collect.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.docker.Address.Sight;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

/** PA-09 */
class DaemonStateTest {

    private static final Sight OPEN = new Sight(true, false, true);

    @Test
    void eachTroubleHasItsName() {
        assertThat(DaemonState.of(new Sight(true, true, false), new IOException()))
                .isEqualTo(DaemonState.NOT_RUNNING);
        assertThat(DaemonState.of(OPEN, new ConnectException())).isEqualTo(DaemonState.NOT_RUNNING);
        assertThat(DaemonState.of(new Sight(true, false, false), new IOException()))
                .isEqualTo(DaemonState.NO_RIGHTS);
        assertThat(DaemonState.of(OPEN, new SocketTimeoutException())).isEqualTo(DaemonState.NOT_ANSWERING);
        assertThat(DaemonState.of(OPEN, new IOException("strange"))).isEqualTo(DaemonState.NOT_UNDERSTOOD);
        assertThat(DaemonState.of(Address.of("tcp://1.2.3.4:2375").sight(), new IOException()))
                .isEqualTo(DaemonState.NOT_LOCAL);
    }

    @Test
    void theRemedyNamesTheSocketAndTheUser() {
        assertThat(DaemonState.NO_RIGHTS.remedy(Address.of("unix:///run/docker.sock")))
                .startsWith("the agent may not use /run/docker.sock. Add its user to the socket's group (`usermod -aG"
                        + " docker "
                        + System.getProperty("user.name") + "`)");
    }
}
