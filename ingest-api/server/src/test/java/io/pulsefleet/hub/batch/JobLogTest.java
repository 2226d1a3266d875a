package io.pulsefleet.hub.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.batch.Trouble;
import org.junit.jupiter.api.Test;

class JobLogTest {

    private static final String STACK = """
            com.ibm.jbatch.container.exception.BatchContainerRuntimeException: Failure in Read-Process-Write Loop
            \tat com.ibm.jbatch.container.controller.impl.ChunkStepControllerImpl.invokeChunk(ChunkStepControllerImpl.java:704)
            Caused by: com.ibm.jbatch.container.exception.BatchContainerRuntimeException: java.lang.IllegalStateException: no
            \tat com.ibm.jbatch.container.controller.impl.ChunkStepControllerImpl.writeChunk(ChunkStepControllerImpl.java:503)
            \t... 13 more
            Caused by: java.lang.IllegalStateException: cannot print invoice 43
            \tat shop.Printer.writeItems(Printer.java:20)
            Caused by: java.io.IOException: no paper in printer 3
            \t... 16 more""";

    private static final String LOG = """
            xxxxx Begin file: execution.4/part.1.log xxxxxxxxxxxxxxxxxx
            [11/23/26, 3:16:08:726 UTC] com.ibm.ws.batch.JobLogger       CWWKY0018I: Step print started for job instance 4.
            [11/23/26, 3:16:08:923 UTC] com.ibm.ws.batch.JobLogger       CWWKY0030I: An exception occurred while running the step print.
            %s

            [11/23/26, 3:16:08:923 UTC] com.ibm.ws.batch.JobLogger       CWWKY0019W: Step print failed.
            xxxxx End file: execution.4/part.1.log xxxxxxxxxxxxxxxxxx
            """.formatted(STACK);

    @Test
    void whatTheJobThrewIsToldAndNotWhatItWasPackedIn() {
        assertThat(JobLog.troubleOf("print", LOG))
                .contains(new Trouble("java.lang.IllegalStateException", "cannot print invoice 43", STACK));
    }

    @Test
    void theRuntimesOwnTroubleIsToldWhereNothingIsPackedInIt() {
        var log = """
                [x] JobLogger CWWKY0030I: An exception occurred while running the step print.
                com.ibm.jbatch.container.exception.BatchContainerRuntimeException: no such reader
                \tat com.ibm.jbatch.X.y(X.java:1)
                """;

        assertThat(JobLog.troubleOf("print", log).map(Trouble::message)).contains("no such reader");
    }

    @Test
    void ofAnotherStepNothingIsTold() {
        assertThat(JobLog.troubleOf("file", LOG)).isEmpty();
        assertThat(JobLog.troubleOf("int", LOG)).isEmpty();
        assertThat(JobLog.troubleOf("print", "")).isEmpty();
    }

    @Test
    void ofAnExceptionWithAVeryLongNameTheBeginningIsTold() {
        var log = """
                [x] JobLogger CWWKY0030I: An exception occurred while running the step print.
                shop.%s: no paper
                """.formatted("X".repeat(600));

        assertThat(JobLog.troubleOf("print", log))
                .hasValueSatisfying(
                        trouble -> assertThat(trouble.type()).hasSize(500).startsWith("shop.XX"))
                .map(Trouble::message)
                .contains("no paper");
    }
}
