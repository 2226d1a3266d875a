package io.pulsefleet.hub.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.settings.Layering.Said;
import io.pulsefleet.store.fleetsettings.AgentRow;
import io.pulsefleet.wire.settings.KnownSetting;
import io.pulsefleet.wire.settings.KnownSetting.Place;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which layer wins, and what an agent is told of it (SP-08). */
class LayeringTest {

    private static final AgentRow WEB = agent(1, "web");
    private static final AgentRow NO_GROUP = agent(2, null);
    private static final Catalogue CATALOGUE = Catalogue.of(List.of(
            known("pulse.docker.every", "OWN", Place.AT_ONCE),
            known("pulse.spool.limit", "SIZE", Place.AT_RESTART),
            known("pulse.hub.url", "OWN", Place.HOST),
            known("pulse.push.token", "TEXT", Place.SECRET)));

    private final Layering layering = new Layering(Map.of(
            new Layer("global"), Map.of("pulse.docker.every", "10s", "pulse.spool.limit", "1GB", "pulse.new", "1"),
            new Layer("group/web"), Map.of("pulse.docker.every", "20s"),
            new Layer("host/" + WEB.id()), Map.of("pulse.spool.limit", "2GB")));

    @Test
    void theHostWinsOverItsGroupAndThatOverAll() {
        assertThat(layering.saidTo(WEB))
                .isEqualTo(Map.of(
                        "pulse.docker.every", new Said("20s", "group/web"),
                        "pulse.spool.limit", new Said("2GB", "host/" + WEB.id()),
                        "pulse.new", new Said("1", "global")));
        assertThat(layering.saidTo(NO_GROUP).get("pulse.docker.every")).isEqualTo(new Said("10s", "global"));
    }

    @Test
    void anAgentIsToldNothingThatItDoesNotHave() {
        assertThat(layering.wantedFor(WEB, CATALOGUE))
                .isEqualTo(Map.of("pulse.docker.every", "20s", "pulse.spool.limit", "2GB"));
        assertThat(layering.wantedFor(WEB, Catalogue.EMPTY)).isEmpty();
    }

    @Test
    void whatTheHubCannotSetIsRefusedWithItsReason() {
        assertThat(CATALOGUE.refusal("pulse.spool.limit", "1GB")).isEmpty();
        assertThat(CATALOGUE.refusal("pulse.spool.limit", "much").orElseThrow()).startsWith("cannot read 'much'");
        assertThat(CATALOGUE.refusal("pulse.hub.url", "x").orElseThrow()).startsWith("is the host's own");
        assertThat(CATALOGUE.refusal("pulse.push.token", "x").orElseThrow()).contains("secret", "/api/v1/databases");
        assertThat(CATALOGUE.refusal("pulse.spol.limit", "x").orElseThrow())
                .isEqualTo("no agent has such a setting; there is pulse.spool.limit");
    }

    @Test
    void aDifferenceNamesWhatIsNewOtherOrGone() {
        assertThat(Change.between(Map.of("a", "1", "b", "2", "c", "3"), Map.of("a", "1", "b", "4", "d", "5")))
                .map(Change::toString)
                .containsExactly("b: 2 -> 4", "c: 3 -> not set", "d: not set -> 5");
    }

    private static KnownSetting known(String name, String kind, Place place) {
        return new KnownSetting(name, "About it.", "", kind, place);
    }

    private static AgentRow agent(int number, String group) {
        return new AgentRow(new UUID(0, number), "host", group, "1", null, "{}", null, null, null, 0, "known", null);
    }
}
