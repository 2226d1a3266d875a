package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.access.Vault;
import io.pulsefleet.hub.access.Vault.Opened;
import io.pulsefleet.hub.access.Vault.State;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.targets.Sealed;
import io.pulsefleet.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Secrets of what is tried, sealed for one trial and one agent. */
@ApplicationScoped
class TrialSecrets {

    @Inject
    Vault vault;

    /** As it is sealed. */
    record Kept(Map<String, String> secrets) {

        /** Never shows them: records are logged. */
        @Override
        public String toString() {
            return "Kept" + secrets.keySet();
        }
    }

    /** @throws jakarta.ws.rs.WebApplicationException 409 when there is no key */
    Optional<Sealed> seal(UUID trial, UUID agent, Map<String, String> secrets) {
        if (secrets.isEmpty()) {
            return Optional.empty();
        }
        if (!vault.trouble().isEmpty()) {
            throw Problems.conflict("The hub has no key to encrypt secrets with: " + vault.trouble()
                    + ". Mend that and start the hub again.");
        }
        return Optional.of(
                vault.seal(new String(Json.bytes(new Kept(secrets)), StandardCharsets.UTF_8), context(trial, agent)));
    }

    /** What cannot be opened is left out: its prober says which it misses. */
    Map<String, String> open(UUID trial, UUID agent, Optional<Sealed> box) {
        return box.map(one -> vault.open(one, context(trial, agent)))
                .filter(opened -> opened.state() == State.OPEN)
                .map(TrialSecrets::read)
                .orElse(Map.of());
    }

    private static Map<String, String> read(Opened opened) {
        try {
            return Json.read(opened.text().getBytes(StandardCharsets.UTF_8), Kept.class)
                    .secrets();
        } catch (IOException ourBug) {
            throw new IllegalStateException("what was sealed cannot be read", ourBug);
        }
    }

    private static List<String> context(UUID trial, UUID agent) {
        return List.of("uptime-trial", trial.toString(), agent.toString());
    }
}
