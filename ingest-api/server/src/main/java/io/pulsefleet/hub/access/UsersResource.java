package io.pulsefleet.hub.access;

import io.pulsefleet.hub.access.UserBook.Form;
import io.pulsefleet.hub.access.UserBook.UserView;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Seen;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The accounts of people, as an admin keeps them. */
@Path("users")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class UsersResource {

    @Inject
    UserBook users;

    @Inject
    Changes changes;

    @Inject
    Seen seen;

    /** By name. */
    public record UserList(List<UserView> users) {}

    /** @param password as typed */
    public record NewPassword(String password) {

        @Override
        public String toString() {
            return "NewPassword";
        }
    }

    /** @param ended so many */
    public record Ended(int ended) {}

    @GET
    @RolesAllowed(Caller.ADMIN)
    @Operation(summary = "The users", description = "With their rights, and when each signed in last.")
    public UserList all() {
        return new UserList(users.all());
    }

    @POST
    @RolesAllowed(Caller.ADMIN)
    @Audited("user.add")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make a user",
            description =
                    "With a name, a role (viewer, operator, admin) and a password of 12 characters or more, or with"
                            + " 'openid' and none. With 'groups' it sees hosts of these groups only.")
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = UserView.class)))
    @APIResponse(responseCode = "400", description = "All that is wrong is named")
    @APIResponse(responseCode = "409", description = "The name is taken")
    public Response add(Form form) {
        var made = users.add(said(form));
        changes.of("user", made.name());
        changes.made(made);
        return Response.status(Status.CREATED).entity(made).build();
    }

    @GET
    @Path("{name}")
    @RolesAllowed(Caller.ADMIN)
    @Operation(summary = "One user")
    @APIResponse(responseCode = "200", description = "The account")
    @APIResponse(responseCode = "404", description = "There is no such user")
    public UserView get(@PathParam("name") String name) {
        var user = users.get(name);
        seen.tell(versionOf(user));
        return user;
    }

    @PATCH
    @Path("{name}")
    @RolesAllowed(Caller.ADMIN)
    @Audited("user.change")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change a user's rights, or disable it",
            description = "What is left out stays. Where its rights are others, it is signed out everywhere at once.")
    @APIResponse(responseCode = "200", description = "Changed")
    @APIResponse(responseCode = "400", description = "All that is wrong is named")
    @APIResponse(responseCode = "404", description = "There is no such user")
    @APIResponse(responseCode = "409", description = "It is the last admin")
    @APIResponse(responseCode = "412", description = "If-Match names another version than that of now")
    public UserView change(@PathParam("name") String name, Form form) {
        var before = users.get(name);
        var after = users.change(name, said(form), user -> seen.expect(versionOf(user), "", null));
        seen.tell(versionOf(after));
        changes.changed(before, after);
        return after;
    }

    private static UserVersion versionOf(UserView user) {
        return new UserVersion(user.displayName(), user.role(), user.groups(), user.disabled());
    }

    /** What admins say of a user. */
    record UserVersion(String displayName, String role, List<String> groups, boolean disabled) {}

    @DELETE
    @Path("{name}")
    @RolesAllowed(Caller.ADMIN)
    @Audited("user.remove")
    @Operation(
            summary = "Remove a user",
            description =
                    "It is signed out everywhere at once; API keys with a role that it made are of no use any more.")
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(responseCode = "404", description = "There is no such user")
    @APIResponse(responseCode = "409", description = "It is the last admin")
    public Response remove(@PathParam("name") String name) {
        var before = users.get(name);
        users.remove(name);
        changes.removed(before);
        return Response.noContent().build();
    }

    @POST
    @Path("{name}/password")
    @RolesAllowed(Caller.ADMIN)
    @Audited("user.set-password")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Give a user another password", description = "It is signed out everywhere at once.")
    @APIResponse(responseCode = "204", description = "Done")
    @APIResponse(responseCode = "400", description = "The password may not be chosen: why")
    @APIResponse(responseCode = "404", description = "There is no such user")
    @APIResponse(responseCode = "409", description = "It signs in through the OpenID provider")
    public Response setPassword(@PathParam("name") String name, NewPassword wanted) {
        users.setPassword(name, wanted == null ? null : wanted.password());
        return Response.noContent().build();
    }

    @DELETE
    @Path("{name}/sessions")
    @RolesAllowed(Caller.ADMIN)
    @Audited("user.end-sessions")
    @Operation(summary = "Sign a user out everywhere")
    @APIResponse(responseCode = "200", description = "How many sessions there were")
    @APIResponse(responseCode = "404", description = "There is no such user")
    public Ended endSessions(@PathParam("name") String name) {
        return new Ended(users.endSessions(name));
    }

    private static Form said(Form form) {
        if (form == null) {
            throw Problems.badField("", "The body must say something of the user.");
        }
        return form;
    }
}
