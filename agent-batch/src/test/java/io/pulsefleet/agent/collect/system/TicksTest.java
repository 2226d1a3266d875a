package io.pulsefleet.agent.collect.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.Frame;
import org.junit.jupiter.api.Test;

class TicksTest {

    @Test
    void sharesAreOfTheTimeThatPassed() {
        var spent = new Ticks(130, 21, 312, 4040, 60, 7, 15).since(new Ticks(100, 20, 300, 4000, 50, 6, 9));

        assertThat(spent).isEqualTo(new Ticks(30, 1, 12, 40, 10, 1, 6));
        assertThat(spent.share(spent.user())).isEqualTo(0.3);
        assertThat(spent.busyShare()).isEqualTo(0.5);
    }

    @Test
    void aCounterThatStepsBackHasNotMoved() {
        var spent = new Ticks(110, 0, 0, 3999, 49, 0, 0).since(new Ticks(100, 0, 0, 4000, 50, 0, 0));

        assertThat(spent).isEqualTo(new Ticks(10, 0, 0, 0, 0, 0, 0));
        assertThat(spent.busyShare()).isEqualTo(1.0);
    }

    @Test
    void thereIsNoShareOfNoTime() {
        assertThat(Frame.isMissing(Ticks.NONE.busyShare())).isTrue();
        assertThat(Frame.isMissing(Ticks.NONE.share(0))).isTrue();
    }
}
