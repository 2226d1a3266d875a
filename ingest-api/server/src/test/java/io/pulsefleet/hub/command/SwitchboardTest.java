package io.pulsefleet.hub.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.socket.Inbox;
import io.pulsefleet.wire.channel.Channel;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** PU-01 */
class SwitchboardTest {

    private final Switchboard board = new Switchboard();

    @Test
    void findsThoseThatNothingWasHeardOf() {
        var connection = new Connection(null, null, "", Proofs.challenge(), new Inbox(Runnable::run, 1));
        board.add(connection);

        assertThat(board.silent(Instant.now())).isEmpty();
        var later = Instant.now().plus(Channel.LONGEST_SILENCE).plusMillis(1);
        assertThat(board.silent(later)).containsExactly(connection);
        board.remove(connection);
        assertThat(board.silent(later)).isEmpty();
    }
}
