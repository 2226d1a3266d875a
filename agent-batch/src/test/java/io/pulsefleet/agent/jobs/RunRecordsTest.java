package io.pulsefleet.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.spool.Copies;
import io.pulsefleet.agent.spool.SpoolFolder;
import io.pulsefleet.agent.trouble.Troubles;
import jakarta.batch.runtime.BatchStatus;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RunRecordsTest {

    @TempDir
    Path home;

    @Test
    @Timeout(60)
    void whoGivesUpARunThatIsJustEndingIsOnRecordToo() throws Exception { // PA-12
        try (var spool = SpoolFolder.open(home.resolve("spool"), new Troubles(), Copies.NONE)) {
            var records = new RunRecords(spool);
            var run = new Run("system", "boot", 1, new Pace(), Optional::empty);
            run.ended(BatchStatus.STOPPED);
            var other = new Thread(() -> {
                run.abandoned();
                records.seal(run);
            });
            var isFirst = new AtomicBoolean(true);
            spool.onSealed(() -> {
                if (isFirst.getAndSet(false)) {
                    other.start();
                    awaitBlockedOrOver(other);
                }
            });

            records.seal(run);
            other.join();

            assertThat(spool.waiting().segments()).isEqualTo(2);
        }
    }

    private static void awaitBlockedOrOver(Thread thread) {
        try {
            while (thread.getState() != Thread.State.BLOCKED && thread.isAlive()) {
                thread.join(1);
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
