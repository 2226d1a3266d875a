package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.hub.uptime.Happenings.IncidentList;
import io.pulsefleet.hub.uptime.Happenings.IncidentView;
import io.pulsefleet.hub.uptime.Happenings.NoteForm;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What happened to monitors, and what people say of it. */
@Path("uptime/incidents")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class HappeningsResource {

    @Inject
    Happenings happenings;

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "Incidents, the newest first",
            description =
                    "Those that were open at some time from 'from' (a day ago) to 'to' (now); of one 'monitor', of"
                            + " those with a 'tag', or of all; only those that are open, or are not ('open=true', 'open=false'),"
                            + " that somebody sees to, or nobody ('acknowledged'), that came to a 'state' (down, regional).")
    @APIResponse(responseCode = "200", description = "Incidents")
    @APIResponse(responseCode = "400", description = "A parameter cannot be read; it is named")
    public IncidentList incidents(
            @QueryParam("monitor") @DefaultValue("0") String monitor,
            @QueryParam("tag") @DefaultValue("") String tag,
            @QueryParam("state") @DefaultValue("") String state,
            @QueryParam("open") String open,
            @QueryParam("acknowledged") String acknowledged,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("offset") @DefaultValue("0") String offset,
            @QueryParam("limit") @DefaultValue("100") String limit) {
        return happenings.incidents(
                Asked.incidents(
                        Asked.number("monitor", monitor, 0, 9_999_999),
                        tag,
                        state,
                        open,
                        acknowledged,
                        Asked.span(from, to)),
                Asked.number("offset", offset, 0, 1_000_000),
                Asked.number("limit", limit, 1, 1_000));
    }

    @GET
    @Path("{key}")
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "An incident", description = "With what people wrote of it.")
    @APIResponse(responseCode = "200", description = "The incident")
    @APIResponse(responseCode = "404", description = "There is no such incident")
    public IncidentView incident(@PathParam("key") String id) {
        return happenings.incident(idOf(id));
    }

    @POST
    @Path("{key}/acknowledge")
    @RolesAllowed(Caller.OPERATOR)
    @Audited("incident.acknowledge")
    @Operation(
            summary = "Say that one sees to an incident",
            description = "Who says so first stands; it changes nothing else.")
    @APIResponse(responseCode = "200", description = "Somebody sees to it")
    @APIResponse(responseCode = "404", description = "There is no such incident")
    public IncidentView acknowledge(@PathParam("key") String id, @Context SecurityContext security) {
        return happenings.acknowledge(idOf(id), security.getUserPrincipal().getName());
    }

    @POST
    @Path("{key}/notes")
    @RolesAllowed(Caller.OPERATOR)
    @Audited("incident.note")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Write a note to an incident",
            description = "With 'public' true the public status page shows it, where it shows the monitor: its text and"
                    + " when it was written, not by whom.")
    @APIResponse(responseCode = "200", description = "Written")
    @APIResponse(responseCode = "400", description = "What is wrong is named")
    @APIResponse(responseCode = "404", description = "There is no such incident")
    @APIResponse(responseCode = "409", description = "It has too many notes")
    public IncidentView note(@PathParam("key") String id, NoteForm form, @Context SecurityContext security) {
        return happenings.note(idOf(id), form, security.getUserPrincipal().getName());
    }

    private static long idOf(String id) {
        if (!id.matches("[0-9]{1,18}")) {
            throw Problems.notFound("There is no incident " + id + ".");
        }
        return Long.parseLong(id);
    }
}
