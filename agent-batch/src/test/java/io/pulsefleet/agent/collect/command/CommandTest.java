package io.pulsefleet.agent.collect.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.command.Command.End;
import io.pulsefleet.agent.collect.command.Command.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program that never ends, prints without end, or is not there: each is bounded and has a name. */
@Timeout(60)
class CommandTest {

    @Test
    void whatItPrintsAndHowItEndedIsTold() throws Exception {
        assertThat(run("sh", "-c", "printf \"$A\"; exit 3")).isEqualTo(new Outcome(End.ENDED, 3, "a value"));
        assertThat(run("cat")).isEqualTo(new Outcome(End.ENDED, 0, ""));
    }

    @Test
    void moreThanAPipeHoldsIsReadWhole() throws Exception {
        assertThat(run("head", "-c", "90000", "/dev/zero").output()).hasSize(90_000);
    }

    @Test
    void oneThatNeverEndsIsKilledWithAllThatItStarted() throws Exception {
        var outcome = new Command(
                        List.of("sh", "-c", "echo $$; sleep 1000 & echo $!; wait"),
                        Map.of(),
                        Duration.ofMillis(500),
                        100)
                .run();

        assertThat(outcome.end()).isEqualTo(End.TOO_SLOW);
        assertThat(outcome.output().lines().map(Long::valueOf).map(ProcessHandle::of))
                .hasSize(2)
                .allSatisfy(process -> process.ifPresent(one -> one.onExit().join()));
    }

    @Test
    void oneThatPrintsWithoutEndIsKilledAtTheLimit() throws Exception {
        assertThat(run("yes").end()).isEqualTo(End.TOO_LONG);
    }

    @Test
    void oneThatLeavesAChildWithItsOutputOpenHoldsNobodyUp() throws Exception {
        var outcome = run("sh", "-c", "sleep 1000 & echo $!");

        assertThat(outcome.end()).isEqualTo(End.ENDED);
        ProcessHandle.of(Long.parseLong(outcome.output().strip())).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void oneThatIsNotThereIsNamedSo() throws Exception {
        assertThat(run("/no/such/program").end()).isEqualTo(End.NOT_THERE);
    }

    private static Outcome run(String... words) throws IOException {
        return new Command(List.of(words), Map.of("A", "a value"), Duration.ofSeconds(30), 100_000).run();
    }
}
