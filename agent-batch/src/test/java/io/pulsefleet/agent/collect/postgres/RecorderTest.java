package io.pulsefleet.agent.collect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.wire.postgres.Activity.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecorderTest {

    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");

    /** The server's clock is wrong. */
    private static final Duration OFF = Duration.ofHours(3);

    private final Recorder recorder = new Recorder(Duration.ofSeconds(2));

    @Test
    void nothingIsToldWhileNobodyWaitsForLong() {
        recorder.saw(calm(0));
        recorder.saw(blocked(5, 1.9));
        recorder.saw(calm(10));

        assertThat(recorder.isRecording()).isFalse();
        assertThat(recorder.take()).isEmpty();
        assertThat(recorder.untilTooLong(calm(10))).isEmpty();
        assertThat(recorder.untilTooLong(blocked(10, 0.5))).contains(Duration.ofMillis(1500));
    }

    @Test
    void beginsWhenSomebodyWaitsForTheThresholdWithWhatWasSeenBefore() {
        IntStream.range(0, 10).forEach(i -> recorder.saw(calm(5 * i)));
        recorder.saw(blocked(50, 2));

        assertThat(recorder.isRecording()).isTrue();
        var episode = recorder.take().orElseThrow();
        assertThat(episode.from()).isEqualTo(TEN.plusSeconds(48));
        assertThat(episode.to()).isEqualTo(TEN.plusSeconds(50));
        assertThat(episode.ended()).isFalse();
        assertThat(episode.samples())
                .extracting(sample -> sample.at().getEpochSecond() - TEN.getEpochSecond())
                .containsExactly(25L, 30L, 35L, 40L, 45L, 50L);
    }

    @Test
    void endsWhenNobodyWaitsAtThreeLooks() {
        recorder.saw(blocked(2, 2));
        recorder.saw(calm(3));
        recorder.saw(calm(4));
        recorder.saw(blocked(5, 0.1));
        recorder.saw(calm(6));
        recorder.saw(calm(7));
        assertThat(recorder.isRecording()).isTrue();
        recorder.saw(calm(8));

        assertThat(recorder.isRecording()).isFalse();
        assertThat(recorder.take().orElseThrow().ended()).isTrue();
        assertThat(recorder.take()).isEmpty();
        recorder.saw(calm(9));
        assertThat(recorder.take()).isEmpty();
    }

    @Test
    void itsPiecesHaveTheSameBeginning() {
        recorder.saw(blocked(2, 2));
        var first = recorder.take().orElseThrow();
        recorder.saw(blocked(3, 3));
        var second = recorder.take().orElseThrow();

        assertThat(second.from()).isEqualTo(first.from());
        assertThat(second.samples()).hasSize(1);
    }

    @Test
    void whatNobodyFetchesIsLetGo() {
        IntStream.range(0, 1_000).forEach(i -> recorder.saw(blocked(i, 2 + i)));

        assertThat(recorder.take().orElseThrow().samples()).hasSize(120);
    }

    private static Sessions calm(int second) {
        return sessions(second, LockTreeTest.session(10, 1));
    }

    private static Sessions blocked(int second, double waited) {
        var sessions = sessions(second, LockTreeTest.session(10, 1), LockTreeTest.session(20, 2, 10));
        var since = sessions.askedAt().minusMillis((long) (1000 * waited));
        return new Sessions(
                sessions.at(),
                sessions.askedAt(),
                sessions.all(),
                2,
                Map.of(20, new Sessions.Wait("relation", "AccessShareLock", "public.gate", Optional.of(since))));
    }

    private static Sessions sessions(int second, Session... sessions) {
        var at = TEN.plusSeconds(second);
        return new Sessions(at, at.plus(OFF), List.of(sessions), sessions.length, Map.of());
    }
}
