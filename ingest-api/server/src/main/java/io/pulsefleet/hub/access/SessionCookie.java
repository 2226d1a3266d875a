package io.pulsefleet.hub.access;

import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import jakarta.ws.rs.core.UriInfo;

/** The cookie of a session. Its name bears the port, for a browser gives the cookies of one port to all of a host. */
final class SessionCookie {

    private SessionCookie() {}

    static String name(UriInfo uri) {
        var base = uri.getBaseUri();
        var port = base.getPort() >= 0 ? base.getPort() : base.getScheme().equals("https") ? 443 : 80;
        return "pulse_session_" + port;
    }

    /** It goes with the browser; before that, the session's own end counts, which moves on with each use. */
    static NewCookie holding(String token, UriInfo uri) {
        return cookie(token, NewCookie.DEFAULT_MAX_AGE, uri);
    }

    static NewCookie ended(UriInfo uri) {
        return cookie("", 0, uri);
    }

    private static NewCookie cookie(String value, int maxAge, UriInfo uri) {
        return new NewCookie.Builder(name(uri))
                .value(value)
                .path("/")
                .maxAge(maxAge)
                .httpOnly(true)
                .secure(uri.getBaseUri().getScheme().equals("https"))
                .sameSite(SameSite.STRICT)
                .build();
    }
}
