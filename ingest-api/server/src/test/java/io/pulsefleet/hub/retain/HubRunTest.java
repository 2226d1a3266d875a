package io.pulsefleet.hub.retain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.pulsefleet.wire.batch.Partition;
import jakarta.batch.runtime.BatchStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class HubRunTest {

    private final HubRun run = new HubRun("pack", 7);

    @Test
    void whatIsToDoIsAPartFromTheBeginningOn() {
        run.begins(3);
        run.plans(List.of("h12", "h13", "h14"));
        run.begins("h12");
        run.did(500);
        run.ends("h12", BatchStatus.COMPLETED, 500);
        run.begins("h13");
        run.begins("");

        var told = run.snapshot("boot", "STARTED", false);
        var step = told.detail().steps().get(0);

        assertThat(step.partitions())
                .extracting(
                        Partition::number,
                        Partition::exit,
                        Partition::state,
                        part -> part.metrics().written())
                .containsExactly(
                        tuple(0, "h12", "COMPLETED", 500L),
                        tuple(1, "h13", "STARTED", 0L),
                        tuple(2, "h14", "STARTING", 0L));
        assertThat(step.partitions().get(0).endedAt()).isNotNull();
        assertThat(step.partitions().get(2).startedAt()).isNull();
        assertThat(told.readings()).isEqualTo(500);
    }

    @Test
    void whyItFailedIsToldWithItsStack() {
        run.begins(3);
        run.failed(new IllegalStateException("no room"));

        var trouble =
                run.snapshot("boot", "FAILED", true).detail().steps().get(0).trouble();

        assertThat(trouble.type()).isEqualTo("java.lang.IllegalStateException");
        assertThat(trouble.stack()).contains("HubRunTest.whyItFailedIsToldWithItsStack");
    }

    @Test
    void oneWhoseEndIsOnRecordGoesOnNoMore() {
        assertThat(run.goesOn()).isFalse();
        run.begins(3);
        assertThat(run.goesOn()).isTrue();
        run.isTold();
        assertThat(run.goesOn()).isFalse();
    }
}
