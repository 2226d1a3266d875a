package io.pulsefleet.console;

import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Problem;
import jakarta.enterprise.context.RequestScoped;
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
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/** Signing in and out. */
@Path("session")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {

    private static final int LARGEST_BODY = 10_000;
    private static final SignedIn ADMIN = new SignedIn(SignIns.ADMIN, "admin");

    @Inject
    SignIns signIns;

    @Inject
    Sessions sessions;

    @Context
    HttpServletRequest connection;

    /** What {@code POST} takes. */
    record SignIn(String user, String password) {

        SignIn {
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
    public record SignedIn(String user, String role) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response signIn(InputStream body, @Context UriInfo uri) throws IOException {
        var bytes = body.readNBytes(LARGEST_BODY + 1);
        if (bytes.length > LARGEST_BODY) {
            return Problems.answer(Problem.of(413, "Too large", "A sign-in has at most " + LARGEST_BODY + " bytes."));
        }
        var shown = Json.read(bytes, SignIn.class);
        return Problems.ofVerdict(signIns.judge(shown.user(), shown.password(), connection.getRemoteAddr()))
                .map(Problems::answer)
                .orElseGet(() -> Response.ok(ADMIN)
                        .cookie(SessionCookie.holding(sessions.begin(Instant.now()), uri))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }

    @GET
    public SignedIn who() {
        return ADMIN;
    }

    @DELETE
    public Response signOut(@Context HttpHeaders headers, @Context UriInfo uri) {
        var cookie = headers.getCookies().get(SessionCookie.name(uri));
        if (cookie != null) {
            sessions.end(cookie.getValue());
        }
        return Response.noContent().cookie(SessionCookie.ended(uri)).build();
    }
}
