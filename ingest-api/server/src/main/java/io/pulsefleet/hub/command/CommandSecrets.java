package io.pulsefleet.hub.command;

import io.pulsefleet.hub.access.Vault;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.targets.Sealed;
import io.pulsefleet.wire.RawJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Parameters that nobody but the agent may see, sealed for one command and one agent. */
@ApplicationScoped
public class CommandSecrets {

    @Inject
    Vault vault;

    /** @throws jakarta.ws.rs.WebApplicationException 409 when there is no key */
    Sealed seal(UUID command, UUID agent, String parameters) {
        if (!vault.trouble().isEmpty()) {
            throw Problems.conflict("The hub has no key to encrypt secrets with: " + vault.trouble()
                    + ". Mend that and start the hub again.");
        }
        return vault.seal(parameters, context(command, agent));
    }

    /** Empty: the key is another now. */
    Optional<RawJson> open(UUID command, UUID agent, Sealed box) {
        var opened = vault.open(box, context(command, agent));
        return opened.state() == Vault.State.OPEN ? Optional.of(new RawJson(opened.text())) : Optional.empty();
    }

    private static List<String> context(UUID command, UUID agent) {
        return List.of("command", command.toString(), agent.toString());
    }
}
