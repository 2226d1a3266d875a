package io.pulsefleet.hub.retain;

import io.pulsefleet.hub.access.Caller;
import io.pulsefleet.hub.retain.StorageViews.StorageView;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** How much room what takes. */
@Path("storage")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class StorageResource {

    @Inject
    StorageViews views;

    @GET
    @RolesAllowed(Caller.VIEWER)
    @Operation(
            summary = "What is stored, and how much room it takes",
            description =
                    "For each kind of data its bytes with indexes, what a day adds of late, and what it will be in"
                            + " 30, 90 and 365 days under the policies that hold now.")
    public StorageView storage() {
        return views.now();
    }
}
