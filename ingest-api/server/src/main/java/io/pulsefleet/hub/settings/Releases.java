package io.pulsefleet.hub.settings;

import io.pulsefleet.hub.DatabaseIsReady;
import io.pulsefleet.hub.EverySecond;
import io.pulsefleet.store.fleetsettings.AgentRow;
import io.pulsefleet.store.fleetsettings.FleetSettings;
import io.pulsefleet.store.fleetsettings.SettingsRollout;
import io.pulsefleet.wire.settings.SettingsDocument;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What each agent's next answer says of settings. It is held in memory and looked at once a second, as heartbeats of
 * thousands must not ask the database. Whichever hub gets the turn takes the next step of the roll-out; all of its state
 * is in the database.
 */
@ApplicationScoped
public class Releases {

    @Resource
    ManagedScheduledExecutorService executor;

    @Inject
    FleetSettings stored;

    @Inject
    Steps steps;

    private volatile Optional<Map<UUID, String>> hashes = Optional.empty();
    private String seen = "";
    private final EverySecond looks = new EverySecond("The settings of agents cannot be read", this::look);

    void begin(@Observes DatabaseIsReady event) {
        looks.begin(executor);
    }

    @PreDestroy
    void stop() {
        looks.stop();
    }

    /** Null while nobody knows. */
    public String hashFor(UUID agent) {
        return hashes.map(all -> all.getOrDefault(agent, SettingsDocument.NONE.hash()))
                .orElse(null);
    }

    /** Looks now; something was changed here. */
    void refresh() {
        looks.now();
    }

    private void look() {
        var state = stored.state();
        if (!state.equals(seen)
                || stored.rollout().filter(one -> isRunning(one)).isPresent()) {
            steps.take();
            state = stored.state();
        }
        if (hashes.isEmpty() || !state.equals(seen)) {
            hashes = Optional.of(stored.releasedHashes());
            seen = state;
        }
    }

    static boolean isRunning(SettingsRollout rollout) {
        return rollout.state().equals("running");
    }

    /** For the one who fetches it. */
    static SettingsDocument document(AgentRow agent) {
        return agent.releasedHash() == null
                ? SettingsDocument.NONE
                : new SettingsDocument(agent.attempt(), Standings.valuesOf(agent.released()));
    }
}
