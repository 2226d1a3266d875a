package io.pulsefleet.hub.windows;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Narrowed;
import io.pulsefleet.hub.http.Moments;
import io.pulsefleet.hub.http.Problems;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Which windows were asked, and whether any is missing. */
@Path("windows")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class WindowsResource {

    private static final Duration BY_DEFAULT = Duration.ofDays(1);
    private static final int MOST = 2_000;

    @Inject
    Windows windows;

    /** The newest first. */
    public record WindowList(List<WindowRow> windows) {}

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(
            summary = "The windows of payloads",
            description = "Of our own agents' queries and of senders that are not ours, the newest first; those that"
                    + " ended from 'from' (included; a day before 'to' by default) to 'to' (not included; now by"
                    + " default). Each says how it follows the last success before it: on, gap, overlap, or first.")
    @APIResponse(responseCode = "200", description = "Windows")
    @APIResponse(responseCode = "400", description = "A parameter is wrong; it is named")
    @APIResponse(responseCode = "404", description = "There is no such agent")
    public WindowList list(
            @QueryParam("agent") String agent,
            @QueryParam("target") String target,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("limit") @DefaultValue("500") String limit) {
        var until = to == null ? Instant.now().plusSeconds(1) : moment("to", to);
        var since = from == null ? until.minus(BY_DEFAULT) : moment("from", from);
        if (!since.isBefore(until)) {
            throw Problems.badField("from", "must be before 'to', which is " + until);
        }
        return new WindowList(windows.list(new Windows.Asked(
                Optional.ofNullable(agent), Optional.ofNullable(target), since, until, limitOf(limit))));
    }

    private static Instant moment(String field, String text) {
        try {
            var moment = Instant.parse(text);
            Moments.check(field, moment);
            return moment;
        } catch (DateTimeParseException unreadable) {
            throw Problems.badField(field, "must be a moment as 2026-11-21T10:15:00Z");
        }
    }

    private static int limitOf(String text) {
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw Problems.badField("limit", "must be from 1 to " + MOST);
        }
        return Integer.parseInt(text);
    }
}
