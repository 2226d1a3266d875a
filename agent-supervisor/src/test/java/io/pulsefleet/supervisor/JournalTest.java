package io.pulsefleet.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** PU-12: each request is on record; reads that go on, by their number. */
class JournalTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Instant now = Instant.parse("2026-11-22T16:00:00Z");
    private final Journal journal = new Journal(new PrintStream(said, true, UTF_8), new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void readsThatGoOnAreSummedUp() {
        read();
        read();
        read();
        assertThat(lines())
                .as("a log that is read may be the one that this goes to")
                .isEqualTo(1);

        now = now.plus(Duration.ofMinutes(10));
        read();
        assertThat(lines()).isEqualTo(2);
        assertThat(said.toString(UTF_8)).contains("\"outcome\":\"done\",\"reads\":3,\"millis\":21}");

        read();
        journal.end();
        assertThat(said.toString(UTF_8)).contains("\"outcome\":\"done\",\"reads\":1,\"millis\":7}");
    }

    @Test
    void whatIsRefusedIsSaidEachTime() {
        var refused = Answer.refused(new RefusedException(Reason.NOT_ALLOWED, "no"));
        journal.asked("pulsefleet", "log.read", "/a", refused, 1);
        journal.asked("pulsefleet", "log.read", "/a", refused, 1);

        assertThat(lines()).isEqualTo(2);
    }

    private void read() {
        journal.asked("pulsefleet", "log.read", "/a", Answer.done(Map.of()), 7);
    }

    private long lines() {
        return said.toString(UTF_8).lines().count();
    }
}
