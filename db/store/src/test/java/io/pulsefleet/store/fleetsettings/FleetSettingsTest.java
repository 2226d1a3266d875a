package io.pulsefleet.store.fleetsettings;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.OwnPostgres;
import io.pulsefleet.store.fleetsettings.AgentRow.Told;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Layers of settings and how agents stand with them (SP-08). */
class FleetSettingsTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final UUID AGENT = UUID.randomUUID();

    @RegisterExtension
    static final OwnPostgres postgres = new OwnPostgres();

    private final FleetSettings settings = new FleetSettings(postgres.database());

    @BeforeEach
    void oneAgent() throws Exception {
        postgres.execute("TRUNCATE fleet_settings_version, fleet_settings_rollout, fleet_settings_agent,"
                + " fleet_settings_known, agents CASCADE");
        postgres.execute("INSERT INTO agents (id, token_hash, hostname, ip_address, addresses, os, kernel, arch, cpus,"
                + " memory_bytes, version, boot, troubles, created_at, updated_at, agent_group) VALUES ('" + AGENT
                + "', 'x', 'db-1', '127.0.0.1', '{}', '', '', '', 1, 1, '0.1', 'b', '{}', now(), now(), 'web')");
    }

    @Test
    void eachVersionIsMadeOnceAndTheLargestHolds() {
        assertThat(settings.add(version(1, "30s"))).isTrue();
        assertThat(settings.add(version(2, "40s"))).isTrue();
        assertThat(settings.add(version(2, "50s")))
                .as("somebody else was quicker")
                .isFalse();

        assertThat(settings.newest()).containsExactly(version(2, "40s"));
        assertThat(settings.versions("global")).containsExactly(version(2, "40s"), version(1, "30s"));
        assertThat(settings.versions("group/web")).isEmpty();
    }

    @Test
    void aRolloutTakesThePlaceOfTheOneBefore() throws Exception {
        settings.begin("global", 1, true, "ada", NOON);
        var first = settings.rollout().orElseThrow();
        settings.turn(first.id(), true, 2, "running", "", NOON);
        settings.begin("global", 2, false, "bob", NOON);

        assertThat(settings.rollout().orElseThrow())
                .usingRecursiveComparison()
                .ignoringFields("id")
                .isEqualTo(new SettingsRollout(0, "global", 2, false, 0, "running", "", NOON, "bob"));
        assertThat(postgres.query("SELECT state || wave FROM fleet_settings_rollout ORDER BY id"))
                .containsExactly("replaced2", "running0");
    }

    @Test
    void whatAnAgentIsToldAndWhatItSaysStandSideBySide() {
        var before = settings.state();
        assertThat(settings.agent(AGENT).orElseThrow().told()).isNull();
        var told = new Told("h1", "IN_FORCE", "", List.of(), List.of("pulse.hub.url"), NOON);
        settings.keepKnown("k1", "[]");
        settings.keepKnown("k1", "[]");
        settings.told(AGENT, told, "k1");
        settings.told(AGENT, told, null);
        settings.release(AGENT, 1, "{\"pulse.docker.every\": \"30s\"}", "h2", null, NOON);

        assertThat(settings.agents())
                .containsExactly(new AgentRow(
                        AGENT,
                        "db-1",
                        "web",
                        "0.1",
                        null,
                        "{\"pulse.docker.every\": \"30s\"}",
                        "h2",
                        NOON,
                        null,
                        1,
                        "k1",
                        told));
        assertThat(settings.releasedHashes()).isEqualTo(Map.of(AGENT, "h2"));
        assertThat(settings.known()).isEqualTo(Map.of("k1", "[]"));
        assertThat(settings.state()).isNotEqualTo(before);
    }

    @Test
    void anotherGroupIsAnotherState() throws Exception {
        var before = settings.state();
        postgres.execute("UPDATE agents SET agent_group = 'db'");

        assertThat(settings.state()).isNotEqualTo(before);
    }

    private static LayerVersion version(int number, String every) {
        return new LayerVersion("global", number, "{\"pulse.docker.every\": \"" + every + "\"}", "why", NOON, "ada");
    }
}
