package io.pulsefleet.hub.access;

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
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Signing in and out. */
@Path("session")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {

    @Inject
    StoredKeys keys;

    @Inject
    Refusals refusals;

    @Inject
    Event<Deed> deeds;

    @Context
    HttpServletRequest request;

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

    /** @param role what the user may do: {@code admin} */
    public record SignedIn(String user, String role) {

        static SignedIn of(Caller caller) {
            return new SignedIn(caller.getName(), caller.role());
        }
    }

    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Sign in",
            description =
                    "Answers with a session cookie that holds for 12 hours after its last use. Wrong passwords are slowed down.")
    public Response signIn(@FromStrangers SignIn signIn, @Context UriInfo uri) {
        var address = request.getRemoteAddr();
        if (!new Connection(address, request.isSecure()).isSafeForPasswords()) {
            return AccessFilter.notOverThisConnection();
        }
        var caller = keys.ofPassword(signIn.user(), signIn.password(), address);
        if (caller.isEmpty()) {
            refusals.note(new Credentials.Password(signIn.user(), ""), address);
            return Problems.answer(Problem.of(401, "Who are you?", "This user or password is not known here."));
        }
        deeds.fire(new Deed(caller.get().getName(), "user", address, "sign-in", "", Deed.Outcome.DONE, ""));
        return Response.ok(SignedIn.of(caller.get()))
                .cookie(SessionCookie.holding(keys.begin(caller.get()), uri))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "Who is signed in")
    public SignedIn who(@Context SecurityContext security) {
        return SignedIn.of((Caller) security.getUserPrincipal());
    }

    @DELETE
    @PermitAll
    @Audited("session.end")
    @Operation(summary = "Sign out")
    public Response signOut(@Context HttpHeaders headers, @Context UriInfo uri) {
        var cookie = headers.getCookies().get(SessionCookie.name(uri));
        if (cookie != null) {
            keys.end(cookie.getValue());
        }
        return Response.noContent().cookie(SessionCookie.ended(uri)).build();
    }
}
