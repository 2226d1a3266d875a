package io.pulsefleet.console;

import io.pulsefleet.agent.collect.postgres.WatchedDatabases;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The PostgreSQL databases that this agent watches. An unknown one is 404. */
@Path("databases")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class DatabasesResource {

    @Inject
    WatchedDatabases databases;

    /** What {@code GET} answers. */
    public record Watched(List<String> databases) {}

    @GET
    public Watched list() {
        return new Watched(databases.names());
    }

    /** The SQL that gives our role what it needs there, and no more (PG-15). */
    @GET
    @Path("{name}/grants")
    @Produces(MediaType.TEXT_PLAIN)
    public String grants(@PathParam("name") String name) {
        return databases.grants(name);
    }
}
