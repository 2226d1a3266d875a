package io.pulsefleet.hub.settings;

import io.pulsefleet.hub.settings.Waves.Standing;
import io.pulsefleet.store.fleetsettings.AgentRow;
import io.pulsefleet.store.fleetsettings.FleetSettings;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.settings.KnownSetting;
import io.pulsefleet.wire.settings.SettingsDocument;
import io.pulsefleet.wire.settings.SettingsReport.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that is stored of settings, read at one moment. */
record Standings(Layering layering, Map<String, Catalogue> catalogues, List<AgentRow> agents) {

    private static final Duration SILENCE = Duration.ofSeconds(45);

    /** As it lies in the store. */
    record KnownSettings(List<KnownSetting> known) {}

    static Standings read(FleetSettings stored) {
        var layers = new HashMap<Layer, Map<String, String>>();
        stored.newest().forEach(version -> layers.put(new Layer(version.layer()), valuesOf(version.settings())));
        var catalogues = new HashMap<String, Catalogue>();
        stored.known().forEach((hash, known) -> catalogues.put(hash, Catalogue.of(knownOf(known))));
        return new Standings(new Layering(layers), catalogues, stored.agents());
    }

    static Map<String, String> valuesOf(String json) {
        return parse("{\"attempt\":0,\"values\":" + json + "}", SettingsDocument.class)
                .values();
    }

    static String json(Map<String, String> values) {
        return new String(Json.bytes(values), StandardCharsets.UTF_8);
    }

    private static List<KnownSetting> knownOf(String json) {
        return parse(json, KnownSettings.class).known();
    }

    private static <T> T parse(String json, Class<T> type) {
        try {
            return Json.read(json.getBytes(StandardCharsets.UTF_8), type);
        } catch (IOException notWhatWeWrote) {
            throw new UncheckedIOException(notWhatWeWrote);
        }
    }

    Catalogue catalogueOf(AgentRow agent) {
        return agent.known() == null ? Catalogue.EMPTY : catalogues.getOrDefault(agent.known(), Catalogue.EMPTY);
    }

    Catalogue all() {
        return Catalogue.of(catalogues.values());
    }

    SettingsDocument wanted(AgentRow agent) {
        return new SettingsDocument(agent.attempt(), layering.wantedFor(agent, catalogueOf(agent)));
    }

    boolean isBehind(AgentRow agent) {
        var released = Optional.ofNullable(agent.releasedHash()).orElse(SettingsDocument.NONE.hash());
        return agent.known() != null && !wanted(agent).hash().equals(released);
    }

    Standing standingOf(AgentRow agent) {
        if (isBehind(agent)) {
            return Standing.BEHIND;
        }
        if (agent.told() == null || !agent.told().hash().equals(agent.releasedHash())) {
            return Standing.PENDING;
        }
        return switch (State.valueOf(agent.told().state())) {
            case IN_FORCE, RESTART_NEEDED -> Standing.SETTLED;
            case ON_TRIAL, RESTARTS -> Standing.PENDING;
            case REFUSED, ROLLED_BACK -> Standing.FAILED;
        };
    }

    static boolean isOnline(AgentRow agent, Instant now) {
        return agent.lastHeartbeat() != null && agent.lastHeartbeat().isAfter(now.minus(SILENCE));
    }

    Waves.Member member(AgentRow agent, Instant now) {
        var standing = standingOf(agent);
        return new Waves.Member(
                agent.id(),
                agent.hostname(),
                isOnline(agent, now),
                standing,
                agent.releasedAt(),
                standing == Standing.FAILED ? agent.told().detail() : "");
    }

    /** Those that a roll-out is about: who went along with it, and who is behind. */
    List<Waves.Member> membersOf(long rollout, Instant now) {
        return agents.stream()
                .filter(agent -> isBehind(agent) || (agent.rollout() != null && agent.rollout() == rollout))
                .map(agent -> member(agent, now))
                .toList();
    }
}
