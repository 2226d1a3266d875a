package io.pulsefleet.console;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;

/** Looks at passwords, and slows down who guesses. */
@ApplicationScoped
class SignIns {

    static final String ADMIN = "admin";

    private static final System.Logger LOG = System.getLogger(SignIns.class.getName());

    @Inject
    AdminPassword password;

    @Inject
    Guesses guesses;

    enum Verdict {
        RIGHT,
        WRONG,
        TOO_MANY
    }

    Verdict judge(String user, String shown, String address) {
        var now = Instant.now();
        if (!guesses.wait(address, now).isZero()) {
            return Verdict.TOO_MANY;
        }
        if (user.equals(ADMIN) && password.is(shown)) {
            guesses.right(address);
            return Verdict.RIGHT;
        }
        guesses.wrong(address, now);
        LOG.log(WARNING, "sign-in from " + address + " refused: wrong user or password");
        return Verdict.WRONG;
    }
}
