package io.pulsefleet.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.ChannelMessage.Response;
import io.pulsefleet.wire.channel.End;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What came of commands outlives the agent until the hub has it (PU-04, PU-14). */
class JournalTest {

    @TempDir
    Path folder;

    private final Troubles troubles = new Troubles();
    private final UUID id = UUID.randomUUID();

    @Test
    void anOutcomeIsThereAfterARestartUntilItIsAcknowledged() throws Exception {
        var outcome = Response.of(id, new RawJson("{\"n\":1}"));
        var journal = open();
        journal.begin(id, "job.stop", true);
        journal.end(outcome, "job.stop", true);

        assertThat(open().outcomes()).containsExactly(outcome);
        open().forget(id);
        assertThat(open().ids()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatRanWhenTheAgentDiedIsToldAsInterrupted() throws Exception {
        open().begin(id, "job.stop", true);

        assertThat(open().outcomes())
                .containsExactly(Response.of(
                        id, End.LOST, "job.stop was interrupted: the agent ended while it ran. Look how far it came."));
    }

    @Test
    void whatOutlivesTheAgentIsOpenStillAndTheHubIsToldThatItIsKnown() throws Exception {
        open().begin(id, "update.install", true);

        var journal = open();
        assertThat(journal.open()).containsExactly(Map.entry(id, "update.install"));
        assertThat(journal.ids()).containsExactly(id);
        assertThat(journal.outcomes()).isEmpty();

        journal.end(Response.of(id, new RawJson("{}")), "update.install", true);
        assertThat(open().open()).isEmpty();
        assertThat(open().outcomes()).hasSize(1);
    }

    @Test
    void ofOneThatMayBeDoneAgainNothingIsOnDisk() throws Exception {
        var journal = open();
        journal.begin(id, "agent.status", false);
        assertThat(journal.ids()).containsExactly(id);
        journal.end(Response.of(id, new RawJson("{}")), "agent.status", false);

        assertThat(journal.outcomes()).hasSize(1);
        assertThat(open().ids()).isEmpty();
    }

    @Test
    void whatIsKeptIsReadByItsOwnerOnlyAndABrokenFileIsNamed() throws Exception {
        open().begin(id, "job.stop", true);
        var file = folder.resolve(id + ".json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        Files.writeString(file, "{");
        assertThat(open().ids()).isEmpty();
        assertThat(troubles.now()).singleElement().asString().contains(file.toString());
    }

    @Test
    void ofTooManyOutcomesTheOldestAreGivenUpAloud() {
        var journal = open();
        for (int i = 0; i < Journal.MOST + 1; i++) {
            journal.end(Response.of(UUID.randomUUID(), new RawJson("{}")), "agent.status", false);
        }

        assertThat(journal.ids()).hasSize(Journal.MOST);
        assertThat(troubles.now()).singleElement().asString().contains("the oldest are given up");
    }

    private Journal open() {
        return Journal.open(folder, troubles, "update.install"::equals);
    }
}
