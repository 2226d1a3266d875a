package io.pulsefleet.hub.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.uptime.Standing;
import io.pulsefleet.store.uptime.Watched;
import io.pulsefleet.wire.uptime.ErrorClass;
import io.pulsefleet.wire.uptime.Heartbeat;
import io.pulsefleet.wire.uptime.Heartbeat.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What state a monitor is in (UO-02, UO-06). Each standing is {@code datacenter status failures seconds-ago}. */
class VerdictTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @ParameterizedTest(name = "{0} of retries {1}, quorum {2}, was {3}: {4}")
    @CsvSource(delimiter = '|', textBlock = """
            fra up 0 5                                   | 1 |   | ''       | up
            fra up 0 5, ber up 0 5                       | 1 |   | down     | up
            fra degraded 0 5, ber up 0 5                 | 1 |   | up       | degraded
            fra down 1 5                                 | 1 |   | up       | up
            fra down 1 5                                 | 1 |   | degraded | up
            fra down 1 5                                 | 1 |   | ''       | unknown
            fra down 2 5                                 | 1 |   | up       | down
            fra down 1 5                                 | 0 |   | up       | down
            fra down 2 5, ber up 0 5                     | 1 |   | up       | regional
            fra down 2 5, ber down 1 5                   | 1 |   | up       | regional
            fra down 2 5, ber down 2 5                   | 1 |   | up       | down
            fra down 2 5, ber up 0 5                     | 1 | 1 | up       | down
            fra down 2 5, ber down 2 5, lon up 0 5       | 1 | 2 | up       | down
            fra down 2 5, ber up 0 5, lon up 0 5         | 1 | 2 | up       | regional
            fra down 2 5, ber up 0 500                   | 1 |   | up       | down
            fra down 2 5, ber up 0 500                   | 1 | 2 | up       | down
            fra up 0 130                                 | 1 |   | up       | unknown
            fra up 0 95                                  | 1 |   | up       | up
            par down 9 5, fra up 0 5                     | 1 |   | up       | up
            par down 9 5                                 | 1 |   | up       | unknown
            push down 9 5                                | 1 |   | up       | unknown
            fra unknown 0 5                              | 0 |   | up       | unknown
            fra unknown 9 5                              | 0 |   | down     | unknown
            fra unknown 9 5, ber up 0 5                  | 0 |   | up       | up
            fra unknown 9 5, ber degraded 0 5            | 0 |   | up       | degraded
            fra unknown 0 5, ber down 1 5                | 0 |   | up       | down
            fra unknown 0 5, ber down 1 5, lon up 0 5    | 0 |   | up       | regional
            fra unknown 9 5, ber down 1 5, lon up 0 5    | 0 | 2 | up       | regional
            fra unknown 0 5, ber unknown 0 5             | 0 | 2 | up       | unknown
            """)
    void itFollowsFromHowItStands(String standings, int retries, Integer quorum, String was, String expected) {
        assertThat(verdict(monitor("http", retries, quorum, was, false), standings, "")
                        .state())
                .hasToString(expected);
    }

    @Test
    void whatSomebodySaidGoesBeforeWhatIsSeen() {
        assertThat(verdict(monitor("http", 0, null, "down", true), "fra down 9 5", "upgrade")
                        .state())
                .hasToString("paused");
        assertThat(verdict(monitor("http", 0, null, "down", false), "fra down 9 5", "upgrade"))
                .hasToString("Verdict[state=maintenance, reason=upgrade]");
    }

    @Test
    void theReasonNamesWhereAndWhat() {
        assertThat(verdict(monitor("http", 0, null, "up", false), "fra down 1 5, ber down 1 5", "")
                        .reason())
                .isEqualTo("ber: REFUSED, nobody listens; fra: REFUSED, nobody listens");
        assertThat(verdict(monitor("http", 0, null, "up", false), "", "").reason())
                .isEqualTo("nobody has probed it yet");
        assertThat(verdict(monitor("http", 0, null, "up", false), "fra up 0 500", "")
                        .reason())
                .isEqualTo("nobody probes it any more");
    }

    @Test
    void aProberThatFailsItselfIsNamedWithItsClassAndTheRemedy() {
        var alone = verdict(monitor("http", 0, null, "up", false), "fra unknown 0 5", "");
        var beside = verdict(monitor("http", 0, null, "up", false), "fra unknown 0 5, ber down 1 5", "");

        var why =
                "not known from fra: OVERLOADED, no room (give that agent's host more CPU, or the monitors longer intervals)";
        assertThat(alone).hasToString("Verdict[state=unknown, reason=" + why + "]");
        assertThat(beside).hasToString("Verdict[state=down, reason=ber: REFUSED, nobody listens; " + why + "]");
    }

    @ParameterizedTest
    @EnumSource(ErrorClass.class)
    void whatAProberCannotTellIsUnknownAndHasARemedy(ErrorClass error) {
        var isOfProber =
                Set.of("OVERLOADED", "NO_RIGHTS", "UNSUPPORTED", "FAILED").contains(error.name());

        assertThat(HeartbeatRows.statusOf(new Heartbeat(
                        7, 1, NOON, NOON, Status.DOWN, error, null, null, List.of(), null, null, null, null, null)))
                .isEqualTo(isOfProber ? "unknown" : "down");
        assertThat(Verdict.remedy(error.name()).isEmpty()).isEqualTo(!isOfProber);
        assertThat(Verdict.remedy("OF_A_NEWER_AGENT")).isEmpty();
    }

    @Test
    void whatNeedsSomethingThatIsDownIsHushedAndWhatIsUpIsNot() {
        var down = verdict(monitor("http", 0, null, "up", false), "fra down 1 5", "");
        var up = verdict(monitor("http", 0, null, "up", false), "fra up 0 5", "");

        assertThat(down.hushedBy("'router'"))
                .hasToString("Verdict[state=unknown, reason='router' is down, which it needs]");
        assertThat(up.hushedBy("'router'")).isEqualTo(up);
    }

    @ParameterizedTest
    @CsvSource({"up, 0, up", "down, 1, down"})
    void whatReportsByItselfIsBelievedAtOnceHoweverLongAgo(String status, int failures, String expected) {
        assertThat(verdict(monitor("push", 3, null, "up", false), "push " + status + " " + failures + " 50000", "")
                        .state())
                .hasToString(expected);
    }

    private static Verdict verdict(Watched monitor, String standings, String maintenance) {
        return Verdict.of(
                monitor,
                Stream.of(standings.split(", *", -1))
                        .filter(text -> !text.isBlank())
                        .map(VerdictTest::standing)
                        .toList(),
                maintenance,
                NOON);
    }

    private static Standing standing(String text) {
        var parts = text.trim().split(" ", -1);
        var at = NOON.minusSeconds(Long.parseLong(parts[3]));
        var isDown = parts[1].equals("down");
        return new Standing(
                7,
                parts[0],
                at,
                at,
                at,
                Integer.parseInt(parts[2]),
                parts[1],
                isDown ? "REFUSED" : parts[1].equals("unknown") ? "OVERLOADED" : null,
                isDown ? "nobody listens" : parts[1].equals("unknown") ? "no room" : null,
                1_000L,
                null,
                null);
    }

    static Watched monitor(String kind, Duration every) {
        return monitor(kind, every, 0, null, "up", false);
    }

    static Watched monitor(String kind, int retries, Integer quorum, String state, boolean paused) {
        return monitor(kind, Duration.ofSeconds(30), retries, quorum, state, paused);
    }

    private static Watched monitor(
            String kind, Duration every, int retries, Integer quorum, String state, boolean paused) {
        return new Watched(
                7,
                "shop",
                kind,
                "{}",
                every,
                Duration.ofSeconds(10),
                retries,
                quorum,
                List.of("fra", "ber", "lon"),
                List.of(),
                paused,
                null,
                false,
                state,
                "",
                NOON);
    }
}
