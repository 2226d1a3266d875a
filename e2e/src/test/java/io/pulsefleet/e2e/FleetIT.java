package io.pulsefleet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.e2e.fleet.FleetConfig;
import io.pulsefleet.e2e.fleet.FleetSimulator;
import io.pulsefleet.e2e.fleet.FleetSimulator.Disturbance;
import io.pulsefleet.e2e.fleet.Manners;
import io.pulsefleet.embedded.Postgres;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * 200 agents that behave badly, an outage of all at once, and a SIGKILL of hub and PostgreSQL: what was acknowledged is
 * stored once (SP-12).
 */
class FleetIT {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    /** The first agent is one of those whose values are compared. */
    private static final String FIRST = """
            SELECT f.agent, f.at FROM frame f JOIN agents a ON a.number = f.agent
            WHERE a.hostname = 'sim-00000' ORDER BY f.at LIMIT 1""";

    @Test
    void nothingAcknowledgedIsLostAndNothingIsStoredTwice() throws Exception {
        var agents = FleetConfig.of(200, Duration.ofSeconds(2))
                .withSeed(20_261_121)
                .withBacklog(5, 200)
                .withManners(Manners.BAD.withLongestOutage(Duration.ofSeconds(10)));
        try (var stack = Stack.beside(Shared.emptyFolder("fleet"), Map.of("PULSE_PACK_GRACE", "1d"))) {
            stack.startPostgres();
            stack.startHub();
            stack.hub().awaitReady(LONGEST);

            var simulator = new FleetSimulator(stack, agents, System.out::println);
            var verdict = simulator.run(
                    Duration.ofSeconds(25),
                    List.of(
                            new Disturbance.Kill(Duration.ofSeconds(6), false, true, Duration.ofMillis(500)),
                            new Disturbance.Storm(Duration.ofSeconds(4), Duration.ofSeconds(5)),
                            new Disturbance.Kill(Duration.ofSeconds(6), true, false, Duration.ZERO)),
                    LONGEST);

            assertThat(verdict.complaints()).as("%s", verdict).isEmpty();
            assertThat(verdict.stored()).isGreaterThan(200 * 15);
            assertThat(verdict.comparedValues()).isGreaterThan(20 * 15 * 150);

            theAuditWouldHaveNoticed(stack, simulator);
        }
    }

    private static void theAuditWouldHaveNoticed(Stack stack, FleetSimulator simulator) throws Exception {
        change(stack, "UPDATE frame SET values[150] = -1 WHERE (agent, at) IN (SELECT agent, at FROM (" + FIRST + "))");
        assertThat(simulator.audit().complaints())
                .singleElement()
                .asString()
                .contains("CHANGED")
                .contains("position 149");

        change(
                stack,
                "INSERT INTO frame SELECT * FROM frame WHERE (agent, at) IN (SELECT agent, at FROM (" + FIRST + "))");
        assertThat(simulator.audit().complaints())
                .anyMatch(line -> line.startsWith("DOUBLED: agent"))
                .anyMatch(line -> line.endsWith("is stored more than once"));

        change(stack, "DELETE FROM frame WHERE (agent, at) IN (SELECT agent, at FROM (" + FIRST + "))");
        assertThat(simulator.audit().complaints())
                .anyMatch(line -> line.matches("LOST: agent .* has .* frames of .* acknowledged visits"))
                .anyMatch(line -> line.matches("LOST: agent .* at .*"));
    }

    private static void change(Stack stack, String statement) throws Exception {
        try (var connection = DriverManager.getConnection(
                        stack.postgres().jdbcUrl(), Postgres.USER, stack.databasePassword());
                var change = connection.createStatement()) {
            assertThat(change.executeUpdate(statement)).isPositive();
        }
    }
}
