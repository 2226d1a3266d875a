package io.pulsefleet.hub.trust;

import io.pulsefleet.hub.http.Problems;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** Turns away who shows no good join token: with the reason, audited and counted, and slower and slower. */
@ApplicationScoped
class Doorkeeper {

    private static final Set<Refusal> WRONG =
            EnumSet.of(Refusal.TOKEN_MALFORMED, Refusal.TOKEN_UNKNOWN, Refusal.TOKEN_FORGED);

    @Inject
    Deeds deeds;

    private final Guesses guesses = new Guesses();

    interface Entry<T> {
        T go() throws RefusedException;
    }

    /** @throws jakarta.ws.rs.WebApplicationException why it is turned away */
    <T> T let(String token, String from, Entry<T> entry) {
        var object =
                JoinTokenText.read(token).map(read -> "join-token/" + read.id()).orElse("");
        var wait = guesses.wait(from, Instant.now());
        if (!wait.isZero()) {
            deeds.refused(Refusal.GUESSING, from, "agent.join", "");
            throw Problems.tooMany(Refusal.GUESSING.detail(), wait);
        }
        try {
            var joined = entry.go();
            guesses.right(from);
            return joined;
        } catch (RefusedException refused) {
            if (WRONG.contains(refused.why())) {
                guesses.wrong(from, Instant.now());
            }
            deeds.refused(refused.why(), from, "agent.join", object);
            throw Problems.exception(refused.why().problem());
        }
    }
}
