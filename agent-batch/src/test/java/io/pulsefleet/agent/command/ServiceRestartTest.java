package io.pulsefleet.agent.command;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.agent.supervisor.Outcome;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** PU-05, PU-12: what was not done is refused, each with its own reason; with a real systemd it is tried in RemoteIT. */
class ServiceRestartTest {

    @Test
    void whatChangedNothingIsRefusedAndWhatWentWrongFailed() {
        assertThatCode(() -> ServiceRestart.answered(new Outcome.Done<>("a.service")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> ServiceRestart.answered(new Outcome.Refused<>("not-allowed", "does not permit")))
                .isInstanceOf(RefusedException.class)
                .hasMessage("does not permit");
        assertThatThrownBy(() -> ServiceRestart.answered(new Outcome.Failed<>("no-such-unit", "not found")))
                .isInstanceOf(RefusedException.class)
                .hasMessage("not found");
        assertThatThrownBy(() -> ServiceRestart.answered(new Outcome.Failed<>("time-out", "goes on")))
                .isInstanceOf(IOException.class)
                .hasMessage("goes on");
        assertThatThrownBy(() -> ServiceRestart.answered(new Outcome.Away<>("is away")))
                .isInstanceOf(IOException.class)
                .hasMessage("is away");
    }
}
