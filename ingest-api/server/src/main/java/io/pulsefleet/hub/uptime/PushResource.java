package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.uptime.PushDesk.Taken;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Where cron jobs and backups say that they ran: {@code curl https://hub/api/v1/push/<token>?exit_code=$?}. */
@Path("push/{token}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class PushResource {

    @Inject
    PushDesk desk;

    @Context
    HttpServletRequest request;

    @GET
    @PermitAll
    @Operation(
            summary = "Say that it ran",
            description = "The token in the path is all that is asked for. 'duration' in seconds, 'exit_code' (what is"
                    + " not 0 is down) and 'message' may be left out. GET does the same as POST: not every cron job has"
                    + " a client that can do more.")
    @APIResponse(responseCode = "200", description = "Noted")
    @APIResponse(responseCode = "404", description = "Nobody listens at this token")
    @APIResponse(responseCode = "429", description = "Too often: 60 a minute at a monitor, 600 from an address")
    public Taken get(
            @PathParam("token") String token,
            @QueryParam("duration") String duration,
            @QueryParam("exit_code") String exitCode,
            @QueryParam("message") String message) {
        return desk.take(token, request.getRemoteAddr(), duration, exitCode, message);
    }

    @POST
    @PermitAll
    @Operation(summary = "Say that it ran", description = "As GET does.")
    @APIResponse(responseCode = "200", description = "Noted")
    @APIResponse(responseCode = "404", description = "Nobody listens at this token")
    @APIResponse(responseCode = "429", description = "Too often: 60 a minute at a monitor, 600 from an address")
    public Taken post(
            @PathParam("token") String token,
            @QueryParam("duration") String duration,
            @QueryParam("exit_code") String exitCode,
            @QueryParam("message") String message) {
        return desk.take(token, request.getRemoteAddr(), duration, exitCode, message);
    }
}
