package io.pulsefleet.agent.collect.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.jdbc.SingleRead;
import io.pulsefleet.agent.collect.jdbc.Target;
import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.uptime.PlannedMonitor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** UO-04: a database is asked, and what it said is judged; that it is really asked is shown where the question is. */
class QueryProberTest {

    private record Saying(Told told, List<Target> asked) implements SingleRead {

        Saying(Outcome outcome, Object value, String detail) {
            this(new Told(outcome, true, Optional.ofNullable(value), detail, 0), new ArrayList<>());
        }

        @Override
        public Told ask(Target target, String sql, Duration left) {
            asked.add(target);
            return told;
        }
    }

    @Test
    void itsFirstValueIsLookedAt() {
        var seven = new Saying(SingleRead.Outcome.ANSWERED, 7L, "");

        assertThat(seen(seven, ",\"assertions\":[\"value > 5\",\"rows == 1\"]")).isEqualTo("UP");
        assertThat(seen(seven, ",\"assertions\":[\"value > 7\"]")).isEqualTo("DOWN ASSERTION: value > 7: it is 7");
        assertThat(seven.asked().get(0)).hasToString("postgresql://ann@127.0.0.1:5433/shop");
    }

    @Test
    void whatIsWrongHasItsClass() {
        assertThat(seen(new Saying(SingleRead.Outcome.NO_READ, null, "sql: begins with 'DROP'"), ""))
                .isEqualTo("DOWN UNSUPPORTED: sql: begins with 'DROP'");
        assertThat(seen(new Saying(SingleRead.Outcome.REFUSED, null, "no rights of s3cret"), ""))
                .isEqualTo("DOWN QUERY_FAILED: no rights of ***");
        assertThat(seen(new Saying(SingleRead.Outcome.AWAY, null, "Connection refused"), ""))
                .isEqualTo("DOWN REFUSED: Connection refused");
    }

    private static String seen(SingleRead reads, String more) {
        var resolver = new Resolver(() -> NameServers.only(List.of()), Path.of("/nowhere/hosts"));
        try (var deadlines = new Deadlines()) {
            var planned = new PlannedMonitor(
                    1,
                    1,
                    "it",
                    "query",
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5),
                    null,
                    new RawJson(
                            "{\"url\":\"jdbc:postgresql://127.0.0.1:5433/shop?sslmode=disable\",\"user\":\"ann\",\"password\":\"${pw}\""
                                    + more + "}"),
                    Map.of("pw", "s3cret"));
            var monitor = Monitor.of(planned, List.of(new QueryProber(resolver, reads)));
            return Asking.shown(new Probes(deadlines, System::nanoTime).probe(monitor, Instant.EPOCH, Instant.EPOCH));
        }
    }
}
