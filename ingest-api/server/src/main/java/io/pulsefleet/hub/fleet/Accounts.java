package io.pulsefleet.hub.fleet;

import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.fleet.Agents;
import io.pulsefleet.store.fleet.Ledgers;
import io.pulsefleet.store.fleet.Told;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Reckons what agents tell against what is here. */
@ApplicationScoped
public class Accounts {

    @Inject
    Agents agents;

    @Inject
    Ledgers ledgers;

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    Ledger of(UUID id, int days) {
        var agent = agents.find(id)
                .orElseThrow(() -> Problems.notFound("There is no agent " + id + "."))
                .number();
        var told = ledgers.told(agent);
        var stored = ledgers.stored(
                agent, told.map(Told::since).orElse(Instant.EPOCH)); // after what was told: see Reckoning
        if (told.isEmpty()) {
            return Ledger.untold(stored, days);
        }
        var before = ledgers.lossesAt(agent, Instant.now().minus(Duration.ofDays(days)));
        return Ledger.of(told.get(), stored, days, Reckoning.of(told.get(), stored, before));
    }
}
