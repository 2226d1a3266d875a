package io.pulsefleet.hub.search;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.access.Narrowed;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** All that has a name, from one box. */
@Path("search")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class SearchResource {

    private static final int LONGEST = 200;
    private static final int MOST = 100;

    @Inject
    Search search;

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Narrowed
    @Operation(
            summary = "Find hosts, databases, monitors, dashboards, jobs and settings",
            description = "By name, in capitals or not, and by what else they are known by: a host's address, group and"
                    + " tags, a database's host, what a monitor probes, what a setting is for. Of several words, all must"
                    + " fit. What is called just so comes first, then what begins so, then what contains it.")
    @APIResponse(responseCode = "200", description = "The best first, with the console's page of each")
    @APIResponse(responseCode = "400", description = "Parameters are wrong; they are named")
    public Search.FoundList find(
            @Parameter(required = true, example = "web-1") @QueryParam("q") @DefaultValue("") String asked,
            @Parameter(description = "1 to 100; 20 by default") @QueryParam("limit") @DefaultValue("20") String limit) {
        if (asked.isBlank() || asked.length() > LONGEST) {
            throw Problems.badField("q", "must have 1 to " + LONGEST + " characters");
        }
        return search.find(asked, limitOf(limit));
    }

    private static int limitOf(String text) {
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw Problems.badField("limit", "must be from 1 to " + MOST);
        }
        return Integer.parseInt(text);
    }
}
