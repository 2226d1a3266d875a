package io.pulsefleet.hub.targets;

import io.pulsefleet.hub.access.Vault;
import io.pulsefleet.hub.access.Vault.Opened;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.targets.Sealed;
import io.pulsefleet.store.targets.Where;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Passwords of databases, sealed for one database at one place. */
@ApplicationScoped
class Passwords {

    @Inject
    Vault vault;

    /** @throws jakarta.ws.rs.WebApplicationException 409 when there is no key */
    Optional<Sealed> seal(UUID id, Where where, String password) {
        if (password.isEmpty()) {
            return Optional.empty();
        }
        if (!vault.trouble().isEmpty()) {
            throw Problems.conflict("The hub has no key to encrypt the password with: " + vault.trouble()
                    + ". Mend that and start the hub again.");
        }
        return Optional.of(vault.seal(password, context(id, where)));
    }

    Optional<Opened> open(UUID id, Where where, Optional<Sealed> password) {
        return password.map(box -> vault.open(box, context(id, where)));
    }

    private static List<String> context(UUID id, Where where) {
        return List.of(id.toString(), where.host(), Integer.toString(where.port()));
    }
}
