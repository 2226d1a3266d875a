package io.pulsefleet.hub.ready;

import io.pulsefleet.hub.DatabaseIsBack;
import io.pulsefleet.hub.about.AboutResource;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.Database;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/**
 * Before the database is ready nothing is answered that needs it. Once it was lost, it is asked first whether it is back:
 * JPA would try for ten seconds before it gives up, each time.
 */
@Provider
@Priority(Priorities.AUTHENTICATION - 100)
public class Gate implements ContainerRequestFilter {

    @Inject
    Preparation preparation;

    @Inject
    Doubts doubts;

    @Inject
    Database database;

    @Inject
    Event<DatabaseIsBack> back;

    @Context
    ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        if (resource.getResourceClass() == AboutResource.class) {
            return;
        }
        if (doubts.areOfALostOne()) {
            if (!database.answers()) {
                refuse(request, "The database is away.");
                return;
            }
            doubts.settle();
            back.fire(new DatabaseIsBack());
        }
        if (!preparation.isDone()) {
            refuse(request, "The hub waits for its database.");
        }
    }

    private static void refuse(ContainerRequestContext request, String why) {
        request.abortWith(Problems.notNow(why));
    }
}
