package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Changes;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.http.Seen;
import io.pulsefleet.hub.uptime.Happenings.EventList;
import io.pulsefleet.hub.uptime.HeartbeatViews.HeartbeatList;
import io.pulsefleet.hub.uptime.MonitorBook.MonitorPage;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What must be up. */
@Path("uptime/monitors")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class MonitorsResource {

    /** @param paused false: they are resumed */
    public record Turning(List<Integer> monitors, Boolean paused) {

        private static final int MOST = 1_000;

        Set<Integer> checked() {
            if (monitors == null || monitors.isEmpty() || monitors.size() > MOST || monitors.contains(null)) {
                throw Problems.badField("monitors", "must be 1 to 1,000 numbers of monitors");
            }
            if (paused == null) {
                throw Problems.badField("paused", "must be true or false");
            }
            return new TreeSet<>(monitors);
        }
    }

    public record Turned(int changed) {}

    @Inject
    MonitorBook monitors;

    @Inject
    Changes changes;

    @Inject
    Seen seen;

    @Inject
    HeartbeatViews heartbeats;

    @Inject
    Happenings happenings;

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "Monitors, by name",
            description = "'q' is contained in name or check; 'states' counts those of each state, whichever is"
                    + " asked for.")
    public MonitorPage page(
            @QueryParam("q") @DefaultValue("") String q,
            @QueryParam("tag") @DefaultValue("") String tag,
            @QueryParam("kind") @DefaultValue("") String kind,
            @QueryParam("state") @DefaultValue("") String state,
            @QueryParam("offset") @DefaultValue("0") String offset,
            @QueryParam("limit") @DefaultValue("50") String limit) {
        return monitors.page(
                Asked.filter(q, tag, kind, state),
                Asked.number("offset", offset, 0, 1_000_000),
                Asked.number("limit", limit, 1, 1_000));
    }

    @POST
    @RolesAllowed(Caller.ADMIN)
    @Audited("monitor.add")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Say what must be up",
            description = "It is probed within seconds. Secrets are encrypted before they are stored, and told to"
                    + " probers only. A push monitor's answer has the path at which it listens.")
    @APIResponse(
            responseCode = "201",
            description = "Added",
            content = @Content(schema = @Schema(implementation = MonitorView.class)))
    @APIResponse(responseCode = "400", description = "All that is wrong is named")
    @APIResponse(responseCode = "409", description = "The name is taken, or there are too many")
    public Response add(MonitorForm form, @Context SecurityContext security, @Context UriInfo here) {
        var added = monitors.add(form, nameOf(security));
        changes.of("monitor", added.id());
        changes.made(added);
        return Response.created(here.getAbsolutePathBuilder()
                        .path(Integer.toString(added.id()))
                        .build())
                .entity(added)
                .build();
    }

    @GET
    @Path("{monitor}")
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "A monitor", description = "With its state and its newest heartbeat in each datacenter.")
    @APIResponse(responseCode = "200", description = "The monitor")
    @APIResponse(responseCode = "404", description = "There is no such monitor")
    public MonitorView get(@PathParam("monitor") String id) {
        var monitor = monitors.get(idOf(id));
        seen.tell(monitor.changedAt());
        return monitor;
    }

    @PATCH
    @Path("{monitor}")
    @RolesAllowed(Caller.ADMIN)
    @Audited("monitor.change")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change a monitor",
            description =
                    "What is left out stays, secrets too; where the check goes elsewhere they must be given again."
                            + " 0 or an empty text takes away what may be left out.")
    @APIResponse(responseCode = "200", description = "Changed")
    @APIResponse(responseCode = "400", description = "All that is wrong is named")
    @APIResponse(responseCode = "404", description = "There is no such monitor")
    @APIResponse(responseCode = "409", description = "The name is taken")
    @APIResponse(responseCode = "412", description = "If-Match names another version than that of now")
    public MonitorView change(@PathParam("monitor") String id, MonitorForm form, @Context SecurityContext security) {
        var before = monitors.get(idOf(id));
        var after = monitors.change(idOf(id), form, nameOf(security), seen::expect);
        seen.tell(after.changedAt());
        changes.changed(before, after);
        return after;
    }

    @DELETE
    @Path("{monitor}")
    @RolesAllowed(Caller.ADMIN)
    @Audited("monitor.remove")
    @Operation(summary = "Remove a monitor", description = "What was seen stays as long as the retention policies say.")
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(responseCode = "404", description = "There is no such monitor")
    public Response remove(@PathParam("monitor") String id, @Context SecurityContext security) {
        changes.removed(monitors.get(idOf(id)));
        monitors.remove(idOf(id), nameOf(security));
        return Response.noContent().build();
    }

    @POST
    @Path("{monitor}/pause")
    @RolesAllowed(Caller.OPERATOR)
    @Audited("monitor.pause")
    @Operation(summary = "Pause a monitor", description = "It is not probed, and raises nothing.")
    @APIResponse(responseCode = "200", description = "It is paused")
    public MonitorView pause(@PathParam("monitor") String id, @Context SecurityContext security) {
        return monitors.pause(idOf(id), true, nameOf(security));
    }

    @POST
    @Path("{monitor}/resume")
    @RolesAllowed(Caller.OPERATOR)
    @Audited("monitor.resume")
    @Operation(summary = "Resume a monitor", description = "It is probed within seconds.")
    @APIResponse(responseCode = "200", description = "It is not paused")
    public MonitorView resume(@PathParam("monitor") String id, @Context SecurityContext security) {
        return monitors.pause(idOf(id), false, nameOf(security));
    }

    @POST
    @Path("pause")
    @RolesAllowed(Caller.OPERATOR)
    @Audited("monitor.pause")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Pause or resume many monitors", description = "1,000 at most, all of them or none.")
    @APIResponse(responseCode = "200", description = "How many were changed")
    @APIResponse(responseCode = "400", description = "What is wrong is named")
    @APIResponse(responseCode = "404", description = "Those that are not there are named")
    public Turned turn(Turning turning, @Context SecurityContext security) {
        changes.made(turning);
        return new Turned(monitors.pause(turning.checked(), turning.paused(), nameOf(security)));
    }

    @POST
    @Path("{monitor}/push-path")
    @RolesAllowed(Caller.ADMIN)
    @Audited("monitor.push-path")
    @Operation(
            summary = "Give a push monitor another path to listen at",
            description = "The one before is nobody's from now on.")
    @APIResponse(responseCode = "200", description = "With the path, which is not told again")
    @APIResponse(responseCode = "409", description = "It is no push monitor")
    public MonitorView pushPath(@PathParam("monitor") String id, @Context SecurityContext security) {
        return monitors.pushAnew(idOf(id), nameOf(security));
    }

    @GET
    @Path("{monitor}/heartbeats")
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "What was seen of a monitor",
            description = "By slot, the newest first, from 'from' (included; a day ago when left out) to 'to' (not"
                    + " included; now). 'next', where it is there, is the 'to' of those before.")
    public HeartbeatList heartbeats(
            @PathParam("monitor") String id,
            @QueryParam("datacenter") @DefaultValue("") String datacenter,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("limit") @DefaultValue("1000") String limit) {
        var span = Asked.span(from, to);
        return heartbeats.read(idOf(id), datacenter, span.from(), span.to(), Asked.number("limit", limit, 1, 10_000));
    }

    @GET
    @Path("{monitor}/events")
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "How a monitor's state changed", description = "The newest first.")
    public EventList events(
            @PathParam("monitor") String id,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("limit") @DefaultValue("100") String limit) {
        return happenings.events(idOf(id), Asked.span(from, to), Asked.number("limit", limit, 1, 1_000));
    }

    private static int idOf(String id) {
        if (!id.matches("[0-9]{1,9}")) {
            throw Problems.notFound("There is no monitor " + id + ".");
        }
        return Integer.parseInt(id);
    }

    private static String nameOf(SecurityContext security) {
        return security.getUserPrincipal().getName();
    }
}
