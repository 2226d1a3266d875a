package io.pulsefleet.hub.uptime;

import io.pulsefleet.hub.access.Audited;
import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Changes;
import io.pulsefleet.hub.http.Seen;
import io.pulsefleet.hub.uptime.PlaceBook.DatacenterView;
import io.pulsefleet.hub.uptime.PlaceBook.PlaceList;
import io.pulsefleet.hub.uptime.PlaceBook.RegionView;
import io.pulsefleet.hub.uptime.PlaceBook.ScheduleView;
import io.pulsefleet.hub.uptime.TrialBook.AgentList;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** From where, and how often. */
@Path("uptime")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class PlacesResource {

    @Inject
    PlaceBook places;

    @Inject
    Changes changes;

    @Inject
    TrialBook trials;

    @Inject
    Seen seen;

    @GET
    @Path("places")
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "Regions, datacenters and schedules",
            description = "Each datacenter with the agent that probes there now, and how many stand by.")
    public PlaceList all() {
        return places.all();
    }

    @GET
    @Path("agents")
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "Agents that can probe",
            description = "Those that are online: who probes for its datacenter now first, then by name.")
    public AgentList agents() {
        return trials.agents();
    }

    @GET
    @Path("regions/{key}")
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "A region", description = "As it can be put; its version is in ETag.")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "404", description = "There is none of that name")
    public RegionView region(@PathParam("key") String key) {
        var found = places.region(key);
        seen.tell(found);
        return found;
    }

    @PUT
    @Path("regions/{key}")
    @RolesAllowed(Caller.ADMIN)
    @Audited("region.change")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Add a region, or change it", description = "The path has its id.")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "400", description = "All that is wrong is named")
    @APIResponse(
            responseCode = "412",
            description = "If-Match names another version than that of now, or If-None-Match: * and there is one")
    public RegionView putRegion(@PathParam("key") String key, RegionView region) {
        var put = places.put(new RegionView(key, region.name()), seen::expectPut);
        seen.tell(put);
        changes.made(put);
        return put;
    }

    @DELETE
    @Path("regions/{key}")
    @RolesAllowed(Caller.ADMIN)
    @Audited("region.remove")
    @Operation(summary = "Remove a region", description = "In which no datacenter is.")
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(responseCode = "409", description = "It is used; by whom is told")
    public Response removeRegion(@PathParam("key") String key) {
        places.removeRegion(key);
        return Response.noContent().build();
    }

    @GET
    @Path("datacenters/{key}")
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "A datacenter", description = "As it can be put; its version is in ETag.")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "404", description = "There is none of that name")
    public DatacenterView datacenter(@PathParam("key") String key) {
        var found = places.datacenter(key);
        seen.tell(found);
        return found;
    }

    @PUT
    @Path("datacenters/{key}")
    @RolesAllowed(Caller.ADMIN)
    @Audited("datacenter.change")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Add a datacenter, or change it",
            description = "The path has its id: what its agents have as DATACENTER_ID. Latitude and longitude put it on"
                    + " the map.")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "400", description = "All that is wrong is named")
    @APIResponse(
            responseCode = "412",
            description = "If-Match names another version than that of now, or If-None-Match: * and there is one")
    public DatacenterView putDatacenter(@PathParam("key") String key, DatacenterView datacenter) {
        var put = places.put(
                new DatacenterView(
                        key, datacenter.region(), datacenter.name(), datacenter.latitude(), datacenter.longitude()),
                seen::expectPut);
        seen.tell(put);
        changes.made(put);
        return put;
    }

    @DELETE
    @Path("datacenters/{key}")
    @RolesAllowed(Caller.ADMIN)
    @Audited("datacenter.remove")
    @Operation(summary = "Remove a datacenter", description = "What was seen from there stays.")
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(responseCode = "409", description = "It is used; by whom is told")
    public Response removeDatacenter(@PathParam("key") String key) {
        places.removeDatacenter(key);
        return Response.noContent().build();
    }

    @GET
    @Path("schedules/{key}")
    @RolesAllowed(Caller.VIEWER)
    @Operation(summary = "A schedule", description = "As it can be put; its version is in ETag.")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "404", description = "There is none of that name")
    public ScheduleView schedule(@PathParam("key") String key) {
        var found = places.schedule(key);
        seen.tell(found);
        return found;
    }

    @PUT
    @Path("schedules/{key}")
    @RolesAllowed(Caller.ADMIN)
    @Audited("schedule.change")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Add a schedule, or change it",
            description = "The path has its name. Its monitors are probed by it within seconds.")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "400", description = "All that is wrong is named")
    @APIResponse(
            responseCode = "412",
            description = "If-Match names another version than that of now, or If-None-Match: * and there is one")
    public ScheduleView putSchedule(@PathParam("key") String key, ScheduleView schedule) {
        var put = places.put(new ScheduleView(key, schedule.everySeconds(), schedule.timeoutMs()), seen::expectPut);
        seen.tell(put);
        changes.made(put);
        return put;
    }

    @DELETE
    @Path("schedules/{key}")
    @RolesAllowed(Caller.ADMIN)
    @Audited("schedule.remove")
    @Operation(summary = "Remove a schedule", description = "That no monitor uses.")
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(responseCode = "409", description = "It is used; by whom is told")
    public Response removeSchedule(@PathParam("key") String key) {
        places.removeSchedule(key);
        return Response.noContent().build();
    }
}
