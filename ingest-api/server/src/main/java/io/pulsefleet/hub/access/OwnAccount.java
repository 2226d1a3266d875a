package io.pulsefleet.hub.access;

import io.pulsefleet.hub.access.SessionResource.Change;
import io.pulsefleet.hub.access.SessionResource.SessionView;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.access.Session;
import io.pulsefleet.store.access.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What everybody may do with an account of one's own. */
@ApplicationScoped
class OwnAccount {

    @Inject
    StoredKeys keys;

    @Inject
    UserBook users;

    @Inject
    Sessions sessions;

    /** @throws jakarta.ws.rs.WebApplicationException 400 that names the field, 429 after too many wrong ones */
    void changePassword(Caller.User user, Change change, String address) {
        if (!hasPassword(user)) {
            throw Problems.conflict("You sign in through the OpenID provider; your password is changed there.");
        }
        if (change == null || change.old() == null || !keys.isPasswordOf(user.name(), change.old(), address)) {
            throw Problems.badField("old", "is not your password");
        }
        PasswordRules.check("password", change.password(), user.name());
        if (change.password().equals(change.old())) {
            throw Problems.badField("password", "must be another than the old one");
        }
        users.setPassword(user.name(), change.password());
    }

    boolean hasPassword(Caller.User user) {
        return users.hasPassword(user.name());
    }

    /** @param shown by whoever asks, in its cookie; empty: it came in otherwise */
    @Transactional
    public List<SessionView> sessions(Caller.User user, Optional<String> shown) {
        var now = Instant.now();
        var current =
                shown.flatMap(token -> sessions.find(Secrets.hash(token), now)).map(Session::id);
        return sessions.of(user.name(), now).stream()
                .map(session -> new SessionView(
                        session.id(),
                        session.visitor().address(),
                        session.visitor().userAgent(),
                        session.createdAt(),
                        session.lastUsedAt(),
                        session.expiresAt(),
                        session.endsAt(),
                        current.filter(session.id()::equals).isPresent()))
                .toList();
    }

    /** @throws jakarta.ws.rs.WebApplicationException 404 */
    @Transactional
    public void end(Caller.User user, UUID session) {
        if (!sessions.end(user.name(), session)) {
            throw Problems.notFound("You have no session " + session + ".");
        }
    }
}
