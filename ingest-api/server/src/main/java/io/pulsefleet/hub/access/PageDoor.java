package io.pulsefleet.hub.access;

import io.pulsefleet.store.fleet.Roster;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.security.Principal;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Who opens a WebSocket from a page of the console: by the cookie of the session, and from our own pages only. A browser shows
 * the cookie whichever site made it connect, and asks nobody before.
 */
@ApplicationScoped
public class PageDoor {

    @Inject
    Keys keys;

    @Inject
    Roster roster;

    /** Somebody at a page; whether the session still holds, {@link PageDoor#isStillThere} knows. */
    public static final class Visitor implements Principal {

        private final Caller.User user;
        private final String session;

        private Visitor(Caller.User user, String session) {
            this.user = user;
            this.session = session;
        }

        @Override
        public String getName() {
            return user.name();
        }

        /** Whether every host may be seen. */
        public boolean seesFleet() {
            return user.groups().areAll();
        }
    }

    /** Empty: nobody is signed in there, or the page is of another site. */
    public Optional<Visitor> visitor(HttpServletRequest request) {
        var isOurs = SameOrigin.holds(
                "POST", request.getHeader("Sec-Fetch-Site"), request.getHeader("Origin"), request.getHeader("Host"));
        if (!isOurs || request.getCookies() == null) {
            return Optional.empty();
        }
        var name = SessionCookie.name(URI.create(request.getRequestURL().toString()));
        return Stream.of(request.getCookies())
                .filter(cookie -> cookie.getName().equals(name))
                .map(Cookie::getValue)
                .findFirst()
                .flatMap(session -> keys.ofSession(session).map(user -> new Visitor(user, session)));
    }

    /** With the same rights as when the page was opened. Asks the store. */
    public boolean isStillThere(Visitor visitor) {
        return keys.ofSession(visitor.session).filter(visitor.user::equals).isPresent();
    }

    /** Asks the store where not every host may be seen. */
    public boolean reaches(Visitor visitor, UUID agent) {
        return visitor.seesFleet()
                || roster.of(visitor.user.groups().names()).stream()
                        .anyMatch(named -> named.id().equals(agent));
    }
}
