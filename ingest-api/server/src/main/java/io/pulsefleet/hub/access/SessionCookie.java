package io.pulsefleet.hub.access;

import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import java.net.URI;

/**
 * The cookie of a session. Its name bears the port, for a browser gives the cookies of one port to all of a host. Over TLS
 * it begins with {@code __Host-}: a browser takes such a one only over TLS, from this host itself and for all of it, so
 * that no other host of the domain can put its own in its place. In the clear no browser would take it.
 */
final class SessionCookie {

    private SessionCookie() {}

    static String name(URI address) {
        var port = address.getPort() >= 0 ? address.getPort() : isTls(address) ? 443 : 80;
        return (isTls(address) ? "__Host-" : "") + "pulse_session_" + port;
    }

    /** It goes with the browser; before that, the session's own end counts, which moves on with each use. */
    static NewCookie holding(String token, URI address) {
        return cookie(token, NewCookie.DEFAULT_MAX_AGE, address);
    }

    static NewCookie ended(URI address) {
        return cookie("", 0, address);
    }

    private static NewCookie cookie(String value, int maxAge, URI address) {
        return new NewCookie.Builder(name(address))
                .value(value)
                .path("/")
                .maxAge(maxAge)
                .httpOnly(true)
                .secure(isTls(address))
                .sameSite(SameSite.STRICT)
                .build();
    }

    private static boolean isTls(URI address) {
        return address.getScheme().equals("https");
    }
}
