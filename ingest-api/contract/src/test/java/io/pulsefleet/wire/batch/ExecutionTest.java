package io.pulsefleet.wire.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Jobs of many servers are told alike, for the whole fleet's list of them. */
class ExecutionTest {

    private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");
    private static final Metrics METRICS = new Metrics(100, 90, 7, 1, 1, 1, 10, 2);

    @Test
    void isReadAsItWasWritten() throws Exception {
        var execution = new Execution(
                "payroll",
                7,
                9,
                "FAILED",
                "FAILED",
                AT,
                AT.plusSeconds(1),
                AT.plusSeconds(9),
                AT.plusSeconds(9),
                Map.of("month", "2026-10"),
                List.of(new Step(
                        "pay",
                        "FAILED",
                        "FAILED",
                        AT.plusSeconds(1),
                        AT.plusSeconds(9),
                        METRICS.plus(METRICS),
                        40L,
                        List.of(
                                new Partition(0, "COMPLETED", "COMPLETED", AT.plusSeconds(1), null, METRICS),
                                new Partition(1, "FAILED", "", null, null, METRICS)),
                        new Trouble("java.io.IOException", "disk full", "java.io.IOException: disk full"))));

        assertThat(Json.read(Json.bytes(execution), Execution.class)).isEqualTo(execution);
    }

    @Test
    void whatIsNotToldIsEmptyAndTimesAreNull() throws Exception {
        assertThat(read("{\"job\":\"payroll\",\"instance\":7,\"execution\":9,\"state\":\"STARTING\"}"))
                .isEqualTo(new Execution("payroll", 7, 9, "STARTING", "", null, null, null, null, Map.of(), List.of()));
        assertThat(new Step("pay", "STARTED", null, null, null, null, null, null, null))
                .isEqualTo(new Step("pay", "STARTED", "", null, null, Metrics.NONE, null, List.of(), null));
    }

    @Test
    void namesWhatIsMissing() {
        var refused = catchThrowableOfType(
                UnreadableException.class, () -> read("{\"job\":\"payroll\",\"instance\":7,\"execution\":9}"));

        assertThat(refused).hasMessage("is missing");
        assertThat(refused.field()).isEqualTo("state");
    }

    @Test
    void aStackThatIsTooLongLosesItsEnd() {
        var trouble = new Trouble("java.lang.Error", null, "x".repeat(Trouble.LONGEST_STACK + 1));
        assertThat(trouble.stack()).hasSize(Trouble.LONGEST_STACK);
        assertThat(trouble.message()).isEmpty();
    }

    private static Execution read(String json) throws Exception {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), Execution.class);
    }
}
