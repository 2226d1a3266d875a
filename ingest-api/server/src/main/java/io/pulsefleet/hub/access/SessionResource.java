package io.pulsefleet.hub.access;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.access.Deed.Outcome;
import io.pulsefleet.hub.http.FromStrangers;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.wire.Problem;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Signing in and out, and what one may do with one's own account. */
@Path("session")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {

    private static final int LONGEST_USER_AGENT = 300;

    /** Not storage, where only the theme is; not cookies, which would be those of all servers of this host. */
    private static final String CLEARED = "\"cache\"";

    @Inject
    StoredKeys keys;

    @Inject
    OwnAccount account;

    @Inject
    Refusals refusals;

    @Inject
    Event<Deed> deeds;

    @Context
    HttpServletRequest request;

    @Context
    UriInfo uri;

    /** @param password as typed */
    public record SignIn(String user, String password) {

        public SignIn {
            if (user == null || password == null) {
                throw new IllegalArgumentException((user == null ? "user" : "password") + ": is missing");
            }
        }

        @Override
        public String toString() {
            return "SignIn";
        }
    }

    /**
     * @param kind user or token
     * @param role what may be done: viewer, operator or admin
     * @param groups on hosts of which groups; {@code *}: of all
     */
    public record SignedIn(String user, String kind, String role, List<String> groups) {

        static SignedIn of(Caller caller) {
            return new SignedIn(
                    caller.getName(),
                    caller.kind(),
                    caller.role(),
                    caller.groups().list());
        }
    }

    /** @param old the one that holds, as typed */
    public record Change(String old, String password) {

        @Override
        public String toString() {
            return "Change";
        }
    }

    /**
     * @param address from where it was begun
     * @param userAgent what the browser calls itself
     * @param lastUsedAt to five minutes
     * @param endsAt however often it is used
     * @param current it is the one that asks
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record SessionView(
            UUID id,
            String address,
            String userAgent,
            Instant createdAt,
            Instant lastUsedAt,
            Instant expiresAt,
            Instant endsAt,
            boolean current) {}

    /**
     * The one used last first.
     *
     * @param password false: one signs in through the OpenID provider and has none here
     */
    public record SessionList(List<SessionView> sessions, boolean password) {}

    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Sign in",
            description =
                    "Answers with a session cookie that holds for 12 hours after its last use, and for 7 days at most."
                            + " A session that the cookie held before ends. Wrong passwords are slowed down.")
    @APIResponse(
            responseCode = "200",
            description = "Signed in; the answer has the session cookie",
            content = @Content(schema = @Schema(implementation = SignedIn.class)))
    public Response signIn(@FromStrangers SignIn signIn, @Context HttpHeaders headers) {
        var address = request.getRemoteAddr();
        if (!new Connection(address, request.isSecure()).isSafeForPasswords()) {
            return AccessFilter.notOverThisConnection();
        }
        var caller = keys.ofPassword(signIn.user(), signIn.password(), address);
        if (caller.isEmpty()) {
            refusals.note(new Credentials.Password(signIn.user(), ""), address);
            return Problems.answer(Problem.of(401, "Who are you?", "This user or password is not known here."));
        }
        endShown(headers, "Another was begun in the same browser.");
        var begun = begin(caller.get(), headers);
        tell(caller.get().name(), "session.begin", "By password.");
        return begun;
    }

    private Response begin(Caller.User caller, HttpHeaders headers) {
        var begun =
                keys.begin(caller, request.getRemoteAddr(), browser(headers.getHeaderString(HttpHeaders.USER_AGENT)));
        return Response.ok(SignedIn.of(caller))
                .cookie(SessionCookie.holding(begun, uri.getBaseUri()))
                .build();
    }

    /** What it calls itself, as it may be kept. */
    static String browser(String userAgent) {
        var plain = userAgent == null ? "" : userAgent.replaceAll("\\p{Cntrl}", "");
        return plain.substring(0, Math.min(plain.length(), LONGEST_USER_AGENT));
    }

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(summary = "Who is signed in", description = "And what it may do, on hosts of which groups.")
    public SignedIn who(@Context SecurityContext security) {
        return SignedIn.of((Caller) security.getUserPrincipal());
    }

    @DELETE
    @PermitAll
    @Operation(summary = "Sign out")
    @APIResponse(responseCode = "204", description = "Signed out, or nobody was signed in")
    public Response signOut(@Context HttpHeaders headers) {
        endShown(headers, "");
        return Response.noContent()
                .cookie(SessionCookie.ended(uri.getBaseUri()))
                .header("Clear-Site-Data", CLEARED)
                .build();
    }

    private void endShown(HttpHeaders headers, String why) {
        shown(headers).flatMap(keys::end).ifPresent(user -> tell(user, "session.end", why));
    }

    @PUT
    @Path("password")
    @RolesAllowed(Caller.VIEWER)
    @Audited("session.change-password")
    @Narrowed
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change one's password",
            description = "Shows the old one. All other sessions of the user end; the answer's cookie is a new one.")
    @APIResponse(
            responseCode = "200",
            description = "Changed; the cookie is a new one",
            content = @Content(schema = @Schema(implementation = SignedIn.class)))
    @APIResponse(responseCode = "400", description = "The old one is wrong, or the new one may not be chosen: why")
    @APIResponse(responseCode = "403", description = "A token has no password")
    @APIResponse(responseCode = "409", description = "One signs in through the OpenID provider")
    public Response changePassword(Change change, @Context SecurityContext security, @Context HttpHeaders headers) {
        var user = personOf(security);
        account.changePassword(user, change, request.getRemoteAddr());
        return begin(user, headers);
    }

    @GET
    @Path("all")
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(summary = "Where one is signed in", description = "The session used last first.")
    public SessionList all(@Context SecurityContext security, @Context HttpHeaders headers) {
        var user = personOf(security);
        return new SessionList(account.sessions(user, shown(headers)), account.hasPassword(user));
    }

    @DELETE
    @Path("all/{session}")
    @RolesAllowed(Caller.VIEWER)
    @Audited("session.end")
    @Narrowed
    @Operation(summary = "End one of one's sessions")
    @APIResponse(responseCode = "204", description = "Ended")
    @APIResponse(responseCode = "404", description = "One has no such session")
    public Response end(@PathParam("session") UUID session, @Context SecurityContext security) {
        account.end(personOf(security), session);
        return Response.noContent().build();
    }

    private static Caller.User personOf(SecurityContext security) {
        if (security.getUserPrincipal() instanceof Caller.User user) {
            return user;
        }
        throw Problems.exception(
                Problem.of(403, "Not allowed", "A token has neither password nor sessions; sign in as a user."));
    }

    private Optional<String> shown(HttpHeaders headers) {
        return Optional.ofNullable(headers.getCookies().get(SessionCookie.name(uri.getBaseUri())))
                .map(cookie -> cookie.getValue());
    }

    private void tell(String user, String action, String detail) {
        deeds.fire(new Deed(user, "user", request.getRemoteAddr(), action, "user/" + user, Outcome.DONE, detail));
    }
}
