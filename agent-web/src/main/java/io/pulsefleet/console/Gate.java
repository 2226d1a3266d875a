package io.pulsefleet.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.Problem;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** Lets nobody through but who is signed in, or shows the password; a route that is open to all stands here. */
@Provider
@PreMatching
public class Gate implements ContainerRequestFilter {

    private static final Set<String> OPEN = Set.of("GET about", "POST session", "DELETE session");

    @Inject
    Settings settings;

    @Inject
    Sessions sessions;

    @Inject
    SignIns signIns;

    @Context
    HttpServletRequest connection;

    @Override
    public void filter(ContainerRequestContext request) {
        refusal(request).ifPresent(problem -> request.abortWith(Problems.answer(problem)));
    }

    /** HTTP/2 has no such header; there it is a part of the address. */
    private static String hostOf(ContainerRequestContext request) {
        var header = request.getHeaderString(HttpHeaders.HOST);
        return header == null ? request.getUriInfo().getRequestUri().getRawAuthority() : header;
    }

    private Optional<Problem> refusal(ContainerRequestContext request) {
        var host = hostOf(request);
        if (!Origin.isOurs(host, settings.find(ConsoleConfig.NAMES).orElse(Set.of()))) {
            return Optional.of(Problem.of(
                    403,
                    "Not under this name",
                    "This console answers to localhost only. Name others in " + ConsoleConfig.NAMES.environmentName()
                            + "."));
        }
        if (!Origin.mayChange(
                request.getMethod(),
                request.getHeaderString("Sec-Fetch-Site"),
                request.getHeaderString("Origin"),
                host)) {
            return Optional.of(
                    Problem.of(403, "Not from here", "A page of another site may not change anything here."));
        }
        if (OPEN.contains(request.getMethod() + " " + routeOf(request))) {
            return Optional.empty();
        }
        var basic = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        return basic == null ? refusalOfSession(request) : refusalOfBasic(basic);
    }

    private static String routeOf(ContainerRequestContext request) {
        return request.getUriInfo().getPath().replaceFirst("^/", "");
    }

    private Optional<Problem> refusalOfSession(ContainerRequestContext request) {
        var cookie = request.getCookies().get(SessionCookie.name(request.getUriInfo()));
        return cookie != null && sessions.holds(cookie.getValue(), Instant.now())
                ? Optional.empty()
                : Optional.of(Problem.of(401, "Who are you?", "Sign in first."));
    }

    private Optional<Problem> refusalOfBasic(String authorization) {
        var pair = Basic.read(authorization);
        if (pair.isEmpty()) {
            return Optional.of(Problem.of(
                    401, "Who are you?", "The header Authorization must be 'Basic <base64 of user:password>'."));
        }
        if (!connection.isSecure() && !Origin.isOurs(literal(connection.getRemoteAddr()), Set.of())) {
            return Optional.of(Problem.of(
                    403, "Not over this connection", "A password may be shown over HTTPS, or from this host itself."));
        }
        return Problems.ofVerdict(signIns.judge(pair.get().user(), pair.get().password(), connection.getRemoteAddr()));
    }

    /** As it would stand in an address. */
    private static String literal(String address) {
        return address.equals("0:0:0:0:0:0:0:1") || address.equals("::1") ? "[::1]" : address;
    }

    /** User and password of HTTP Basic. */
    private record Basic(String user, String password) {

        static Optional<Basic> read(String authorization) {
            if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
                return Optional.empty();
            }
            try {
                var pair = new String(
                        Base64.getDecoder().decode(authorization.substring(6).strip()), UTF_8);
                var colon = pair.indexOf(':');
                return colon < 0
                        ? Optional.empty()
                        : Optional.of(new Basic(pair.substring(0, colon), pair.substring(colon + 1)));
            } catch (IllegalArgumentException noBase64) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return "Basic";
        }
    }
}
