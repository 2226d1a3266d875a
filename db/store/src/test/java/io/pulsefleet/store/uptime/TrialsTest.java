package io.pulsefleet.store.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.targets.Sealed;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What agents are to try: told by any hub, answered once, and forgotten (UO-01, UO-09). */
class TrialsTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final String MONITOR = "{\"id\": 0, \"name\": \"shop\"}";

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private final Trials trials = new Trials(postgres.database());
    private final UUID agent = UUID.randomUUID();

    @BeforeEach
    void oneAgentOfThreeProbes() throws Exception {
        postgres.execute("TRUNCATE uptime_trial, uptime_lease, datacenters CASCADE; DELETE FROM agents");
        register(agent, "web-1", "agent", NOON);
    }

    @Test
    void whatIsAskedIsReadWithTheNameOfItsAgentAndItsSecretsStaySealed() {
        var trial = trial(NOON.plusSeconds(40));
        trials.ask(trial, NOON.minusSeconds(3_600));

        var read = trials.find(trial.id()).orElseThrow();
        assertThat(read).usingRecursiveComparison().isEqualTo(trial);
        assertThat(trials.open(NOON))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(trial);
        assertThat(trials.open(NOON.plusSeconds(40)))
                .as("nobody waits any more")
                .isEmpty();
    }

    @Test
    void theFirstAnswerOfItsAgentStandsAndWhatWasAskedGoes() throws Exception {
        var trial = trial(NOON.plusSeconds(40));
        trials.ask(trial, NOON);
        trials.handed(trial.id(), NOON.plusSeconds(1));
        trials.handed(trial.id(), NOON.plusSeconds(2));

        assertThat(trials.answer(trial.id(), UUID.randomUUID(), "{\"a\": 0}", NOON))
                .isFalse();
        assertThat(trials.answer(trial.id(), agent, "{\"a\": 1}", NOON)).isTrue();
        assertThat(trials.answer(trial.id(), agent, "{\"a\": 2}", NOON)).isTrue();

        var read = trials.find(trial.id()).orElseThrow();
        assertThat(read.handedAt()).isEqualTo(NOON.plusSeconds(1));
        assertThat(read.outcome()).isEqualTo("{\"a\": 1}");
        assertThat(read.monitor()).isNull();
        assertThat(read.secrets()).isEmpty();
        assertThat(trials.open(NOON)).isEmpty();
    }

    @Test
    void anotherQuestionForgetsWhatIsOld() throws Exception {
        var old = trial(NOON.plusSeconds(40));
        trials.ask(old, NOON);
        trials.ask(trial(NOON.plusSeconds(40)), NOON.plusSeconds(1));

        assertThat(trials.find(old.id())).isEmpty();
    }

    @Test
    void whoProbesNowComesFirstAndWhoIsSilentOrNoneOfOursIsNotThere() throws Exception {
        var prober = UUID.randomUUID();
        register(prober, "web-2", "agent", NOON);
        register(UUID.randomUUID(), "silent", "agent", NOON.minusSeconds(60));
        register(UUID.randomUUID(), "sender", "pulse", NOON);
        postgres.execute("INSERT INTO datacenters (id, name) VALUES ('fra-1', 'Frankfurt');"
                + " UPDATE agents SET datacenter = 'fra-1' WHERE hostname = 'web-2';"
                + " INSERT INTO uptime_lease SELECT 'fra-1', 1, number, clock_timestamp() + interval '10 s' FROM agents"
                + " WHERE hostname = 'web-2'");

        assertThat(trials.agents(NOON.minusSeconds(45)))
                .containsExactly(
                        new Trials.Agent(prober, "web-2", "fra-1", true, NOON),
                        new Trials.Agent(agent, "web-1", null, false, NOON));
    }

    private Trial trial(Instant until) {
        return new Trial(
                UUID.randomUUID(),
                agent,
                "web-1",
                null,
                NOON.minusSeconds(1),
                "admin",
                until,
                MONITOR,
                Optional.of(new Sealed("k1", new byte[] {1, 2})),
                null,
                null);
    }

    private static void register(UUID id, String hostname, String kind, Instant heard) throws Exception {
        postgres.execute(
                "INSERT INTO agents (id, token_hash, hostname, addresses, os, kernel, arch, cpus, memory_bytes,"
                        + " version, boot, kind, last_heartbeat) VALUES ('" + id + "', '\\x"
                        + id.toString().replace("-", "")
                        + "', '" + hostname + "', '{}', 'Debian', '6', 'amd64', 2, 1, '0.1.0', 'b', '" + kind + "', '"
                        + heard
                        + "')");
    }
}
