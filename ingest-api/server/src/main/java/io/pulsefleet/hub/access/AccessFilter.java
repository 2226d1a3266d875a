package io.pulsefleet.hub.access;

import io.pulsefleet.hub.access.Credentials.ApiKey;
import io.pulsefleet.hub.access.Credentials.Bearer;
import io.pulsefleet.hub.access.Credentials.Nothing;
import io.pulsefleet.hub.access.Credentials.Password;
import io.pulsefleet.hub.access.Credentials.Session;
import io.pulsefleet.hub.access.Credentials.Unreadable;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.wire.Problem;
import jakarta.annotation.Priority;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Finds out who calls. A browser shows cookies and passwords by itself, whoever made it call; so what changes something
 * must come from our own pages, unless it shows a token.
 *
 * <p> Who shows nothing goes on as nobody; who shows something wrong goes no further, so that a wrong
 * token is told at once and not taken for none.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class AccessFilter implements ContainerRequestFilter {

    private static final String API_KEY = "X-API-Key";
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    @Inject
    Keys keys;

    @Inject
    Refusals refusals;

    @Inject
    Reach reach;

    @Inject
    Instance<CertifiedAgents> certifiedAgents;

    @Context
    ResourceInfo resource;

    @Context
    HttpServletRequest servletRequest;

    @Override
    public void filter(ContainerRequestContext request) {
        var connection = new Connection(servletRequest.getRemoteAddr(), servletRequest.isSecure());
        var cookie =
                request.getCookies().get(SessionCookie.name(request.getUriInfo().getBaseUri()));
        var credentials = Credentials.of(
                request.getHeaderString(HttpHeaders.AUTHORIZATION),
                request.getHeaderString(API_KEY),
                cookie == null ? null : cookie.getValue());
        if (!isOfNoBrowser(credentials) && !isFromOurPages(request)) {
            request.abortWith(Problems.answer(
                    Problem.of(403, "Not from here", "A page of another site may not change anything here.")));
            return;
        }
        if (credentials instanceof Nothing) {
            shown().ifPresent(certificate -> takeHolder(request, certificate, connection));
            return;
        }
        if (credentials instanceof Password && !connection.isSafeForPasswords()) {
            request.abortWith(notOverThisConnection());
            return;
        }
        callerOf(credentials, connection)
                .ifPresentOrElse(
                        caller -> take(request, caller, connection), () -> refuse(request, credentials, connection));
    }

    private void take(ContainerRequestContext request, Caller caller, Connection connection) {
        reach.isOf(caller);
        request.setSecurityContext(new Known(caller, connection.secure()));
    }

    /** Where the endpoint asks for certificates, and the caller has one; the server has seen that it has the key as well. */
    private Optional<X509Certificate> shown() {
        return servletRequest.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
                ? Optional.of(chain[0])
                : Optional.empty();
    }

    private void takeHolder(ContainerRequestContext request, X509Certificate certificate, Connection connection) {
        for (var agents : certifiedAgents) {
            agents.holderOf(certificate)
                    .ifPresentOrElse(
                            caller -> take(request, caller, connection),
                            () -> agents.refusalOf(certificate, connection.address())
                                    .filter(problem -> !isOpen())
                                    .ifPresent(problem -> request.abortWith(Problems.answer(problem))));
        }
    }

    /** What anybody may do, one may do whose certificate is no good any more: join anew. */
    private boolean isOpen() {
        return resource.getResourceMethod().isAnnotationPresent(PermitAll.class);
    }

    /** No browser shows it by itself. */
    private static boolean isOfNoBrowser(Credentials credentials) {
        return credentials instanceof Bearer || credentials instanceof ApiKey;
    }

    static Response notOverThisConnection() {
        return Problems.answer(Problem.of(
                403, "Not over this connection", "A password may be shown over HTTPS, or from this host itself."));
    }

    private Optional<? extends Caller> callerOf(Credentials credentials, Connection connection) {
        if (credentials instanceof Bearer bearer) {
            return keys.ofToken(bearer.token(), connection.address());
        }
        if (credentials instanceof ApiKey key) {
            return keys.ofApiKey(key.key(), connection.address());
        }
        if (credentials instanceof Session session) {
            return keys.ofSession(session.token());
        }
        if (credentials instanceof Password password) {
            return keys.ofPassword(password.user(), password.password(), connection.address());
        }
        return Optional.empty();
    }

    /** A session that has ended is as good as none: the sign-in page must work with the old cookie still there. */
    private void refuse(ContainerRequestContext request, Credentials credentials, Connection connection) {
        if (credentials instanceof Session) {
            return;
        }
        refusals.note(credentials, connection.address());
        var detail = credentials instanceof Unreadable
                ? "The header Authorization must be 'Bearer <token>' or 'Basic <base64 of user:password>'."
                : "This %s is not known here.".formatted(credentials.what());
        request.abortWith(RouteGuard.unauthorized(detail));
    }

    /** HTTP/2 has no such header; there it is a part of the address. */
    private static String hostOf(ContainerRequestContext request) {
        var header = request.getHeaderString(HttpHeaders.HOST);
        return header == null ? request.getUriInfo().getRequestUri().getRawAuthority() : header;
    }

    private static boolean isFromOurPages(ContainerRequestContext request) {
        return SameOrigin.holds(
                request.getMethod(),
                request.getHeaderString("Sec-Fetch-Site"),
                request.getHeaderString("Origin"),
                hostOf(request));
    }

    /** A caller that is known. */
    private record Known(Caller caller, boolean secure) implements SecurityContext {

        @Override
        public Principal getUserPrincipal() {
            return caller;
        }

        @Override
        public boolean isUserInRole(String role) {
            return caller.has(role);
        }

        @Override
        public boolean isSecure() {
            return secure;
        }

        @Override
        public String getAuthenticationScheme() {
            return "PULSEFLEET";
        }
    }
}
