package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.access.Vault;
import io.pulsefleet.hub.access.Vault.Opened;
import io.pulsefleet.hub.access.Vault.State;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.targets.Sealed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Secrets of monitors, each sealed for its monitor, its name and where the monitor looks. They are told to probers only. */
@ApplicationScoped
class MonitorSecrets {

    @Inject
    Vault vault;

    /** @throws jakarta.ws.rs.WebApplicationException 409 when there is no key */
    Sealed seal(int monitor, String name, String destination, String secret) {
        if (!vault.trouble().isEmpty()) {
            throw Problems.conflict("The hub has no key to encrypt secrets with: " + vault.trouble()
                    + ". Mend that and start the hub again.");
        }
        return vault.seal(secret, context(monitor, name, destination));
    }

    /** Empty: the key is lost, or it was sealed for elsewhere. */
    Optional<String> open(int monitor, String name, String destination, Sealed box) {
        return Optional.of(vault.open(box, context(monitor, name, destination)))
                .filter(opened -> opened.state() == State.OPEN)
                .map(Opened::text);
    }

    private static List<String> context(int monitor, String name, String destination) {
        return List.of("monitor", Integer.toString(monitor), name, destination);
    }
}
