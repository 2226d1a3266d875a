package io.pulsefleet.agent.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.home.Kept.Failed;
import io.pulsefleet.wire.settings.SettingsDocument;
import io.pulsefleet.wire.settings.SettingsReport.State;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is tried, trusted and taken back of the hub's settings: SP-08. */
class KeptTest {

    private static final SettingsDocument SLOW = new SettingsDocument(0, Map.of("pulse.docker.every", "60s"));
    private static final SettingsDocument QUICK = new SettingsDocument(0, Map.of("pulse.docker.every", "1s"));

    private final Kept slow = Kept.NOTHING.offered(SLOW).begin().proven();

    @Test
    void whatIsProvenIsGood() {
        var onTrial = slow.offered(QUICK).begin();

        assertThat(onTrial.onTrial()).isTrue();
        assertThat(onTrial.document()).isEqualTo(QUICK);
        assertThat(onTrial.good()).isEqualTo(SLOW);
        assertThat(onTrial.proven()).isEqualTo(new Kept(QUICK, null, false, null));
    }

    @Test
    void aProcessThatDiesOnTrialTakesItBackAndDoesNotTryItAgain() {
        var after = slow.offered(QUICK).begin().start();

        assertThat(after)
                .isEqualTo(new Kept(SLOW, null, false, new Failed(QUICK.hash(), State.ROLLED_BACK, Kept.DIED)));
        assertThat(after.hasHeardOf(QUICK.hash())).isTrue();
        assertThat(after.hasHeardOf(SLOW.hash())).as("it may go back in peace").isFalse();
        assertThat(after.hasHeardOf(new SettingsDocument(1, QUICK.values()).hash()))
                .as("another attempt is another document")
                .isFalse();
        assertThat(after.offered(SLOW)).isEqualTo(slow);
    }

    @Test
    void oneThatEndsInOrderHasNotFailed() {
        var next = slow.offered(QUICK).begin().endedInOrder().start();

        assertThat(next.onTrial()).isTrue();
        assertThat(next.document()).isEqualTo(QUICK);
    }

    @Test
    void whatWaitsForARestartBeginsWithTheNextStart() {
        var waits = slow.offered(QUICK);

        assertThat(waits.onTrial()).isFalse();
        assertThat(waits.proven()).isEqualTo(waits);
        assertThat(waits.start().onTrial()).isTrue();
    }

    @Test
    void whatIsRefusedChangesNothing() {
        var after = slow.refused(QUICK.hash(), "no such setting");

        assertThat(after.document()).isEqualTo(SLOW);
        assertThat(after.hasHeardOf(QUICK.hash())).isTrue();
        assertThat(after.failure(QUICK.hash()).orElseThrow().state()).isEqualTo(State.REFUSED);
    }

    @Test
    void itIsReadAsItWasWrittenAndADamagedFileIsNone(@TempDir Path folder) throws Exception {
        var file = new KeptFile(folder.resolve("agent/fleet-settings.json"));
        assertThat(file.read()).isEqualTo(Kept.NOTHING);

        var kept = slow.offered(QUICK).begin().takenBack("why").offered(QUICK);
        file.write(kept);
        assertThat(file.read()).isEqualTo(kept);

        java.nio.file.Files.writeString(file.path(), "{\"good\":");
        assertThat(file.read()).isEqualTo(Kept.NOTHING);
    }
}
