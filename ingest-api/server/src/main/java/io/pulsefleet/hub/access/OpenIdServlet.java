package io.pulsefleet.hub.access;

import io.pulsefleet.hub.access.Deed.Outcome;
import io.pulsefleet.hub.access.OpenIdPeople.In;
import io.pulsefleet.hub.access.OpenIdPeople.Out;
import io.pulsefleet.hub.access.OpenIdPeople.Why;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The way in through the OpenID provider: {@code GET /api/openid?next=/fleet}. The server lets nobody here but whom the
 * provider has sent back; what it says of them becomes a session of our own, and the browser goes on to the page that it
 * came for.
 */
public class OpenIdServlet extends HttpServlet {

    static final String PATH = "/openid";

    private static final long serialVersionUID = 1L;

    @Inject
    private transient OpenIdPeople people;

    @Inject
    private transient StoredKeys keys;

    @Inject
    private transient Refusals refusals;

    @Inject
    private transient Event<Deed> deeds;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        var config = OpenIdConfig.current();
        var person = OpenIdPerson.of(OpenIdToken.claims(), config);
        request.logout(); // what the server knows; from here on our session counts
        var admission =
                person.map(sent -> people.admit(sent, config, Instant.now())).orElse(new Out(Why.UNKNOWN));
        if (admission instanceof In in) {
            begin(in.user(), request, response);
            response.sendRedirect(page(next(request)));
        } else if (admission instanceof Out out) {
            refusals.openId(person.map(OpenIdPerson::name).orElse(""), request.getRemoteAddr(), out.why());
            response.sendRedirect(refused(out.why()));
        }
    }

    private void begin(Caller.User user, HttpServletRequest request, HttpServletResponse response) {
        var address = request.getRemoteAddr();
        var begun = keys.begin(user, address, SessionResource.browser(request.getHeader(HttpHeaders.USER_AGENT)));
        var cookie =
                SessionCookie.holding(begun, URI.create(request.getRequestURL().toString()));
        response.addCookie(ofServlet(cookie));
        deeds.fire(new Deed(
                user.name(), "user", address, "session.begin", "user/" + user.name(), Outcome.DONE, "By OpenID."));
    }

    /** Jakarta REST's own text of a cookie has the path in quotes, and no browser takes that for {@code /}. */
    private static Cookie ofServlet(NewCookie cookie) {
        var same = new Cookie(cookie.getName(), cookie.getValue());
        same.setPath(cookie.getPath());
        same.setMaxAge(cookie.getMaxAge());
        same.setHttpOnly(cookie.isHttpOnly());
        same.setSecure(cookie.isSecure());
        same.setAttribute("SameSite", "Strict");
        return same;
    }

    /** Behind the number sign it is the console's own matter: no other server can be named there. */
    private static String next(HttpServletRequest request) {
        return Optional.ofNullable(request.getParameter("next"))
                .filter(next -> next.startsWith("/"))
                .orElse("/");
    }

    private static String page(String next) {
        return "/#" + next.replaceAll("[^\\w/.~?=&%:-]", "");
    }

    static String refused(Why why) {
        return "/#/signin?refused=" + URLEncoder.encode(why.name().toLowerCase(Locale.ROOT), StandardCharsets.UTF_8);
    }
}
