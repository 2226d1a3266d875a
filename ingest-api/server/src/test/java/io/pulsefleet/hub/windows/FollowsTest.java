package io.pulsefleet.hub.windows;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Windows neither skip nor repeat a moment, or it shows (PA-06). */
class FollowsTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-11-21T00:00:00Z");
    private static final UUID AGENT = new UUID(0, 1);

    @Test
    void eachFollowsTheLastSuccessBeforeIt() {
        assertThat(marked(success(1, 0, 60), success(2, 60, 120), success(3, 125, 180), success(4, 170, 240)))
                .isEqualTo("""
                        4 overlap 10.0
                        3 gap 5.0
                        2 on
                        1 first""");
    }

    @Test
    void aFailureIsNotDoneAndTheNextOneAsksForItsTimeAgain() {
        assertThat(marked(success(1, 0, 60), failure(2, 60, 120), failure(3, 60, 180), success(4, 60, 240)))
                .isEqualTo("""
                        4 on
                        3 on
                        2 on
                        1 first""");
    }

    @Test
    void aWindowThatComesAgainUnderItsUuidStandsInThePlaceOfTheOneBefore() {
        assertThat(marked(
                        success(1, 0, 60),
                        row(AGENT, "t", 2, 60, 110, 110, null),
                        row(AGENT, "t", 2, 60, 120, 130, null),
                        success(3, 120, 180)))
                .isEqualTo("""
                        3 on
                        2 on
                        1 first""");
    }

    @Test
    void theTargetsOfAllAgentsStandApart() {
        assertThat(marked(
                        success(1, 0, 60),
                        row(AGENT, "other", 7, 30, 90, 90, null),
                        row(new UUID(0, 2), "t", 8, 40, 100, 100, null),
                        success(2, 60, 120)))
                .isEqualTo("""
                        2 on
                        8 first
                        7 first
                        1 first""");
    }

    @Test
    void theOrderInWhichTheyCameIsNoMatter() {
        var windows = new ArrayList<>(List.of(
                success(1, 0, 60),
                failure(2, 60, 110),
                success(3, 60, 120),
                success(4, 120, 180),
                success(5, 200, 260)));
        var expected = marked(windows.toArray(WindowRow[]::new));
        var random = new Random(7);
        for (int i = 0; i < 100; i++) {
            Collections.shuffle(windows, random);
            assertThat(marked(windows.toArray(WindowRow[]::new))).isEqualTo(expected);
        }
    }

    private static String marked(WindowRow... windows) {
        return Follows.mark(List.of(windows)).stream()
                .map(window -> window.batchIndex() + " "
                        + window.follows().name().toLowerCase(Locale.ROOT)
                        + (window.apartSeconds() == 0 ? "" : " " + window.apartSeconds()))
                .collect(joining("\n"));
    }

    private static WindowRow success(int batch, int start, int end) {
        return row(AGENT, "t", batch, start, end, end, null);
    }

    private static WindowRow failure(int batch, int start, int end) {
        return row(AGENT, "t", batch, start, end, end, "away");
    }

    private static WindowRow row(UUID agent, String target, int batch, int start, int end, int received, String error) {
        return new WindowRow(
                agent,
                "host",
                target,
                new UUID(1, batch),
                "c",
                "s",
                null,
                batch,
                error == null ? "success" : "failure",
                MIDNIGHT.plusSeconds(start),
                MIDNIGHT.plusSeconds(end),
                MIDNIGHT.plusSeconds(received),
                Follows.FIRST,
                0,
                Map.of(),
                List.of(),
                Map.of(),
                error);
    }
}
