package io.pulsefleet.console;

import io.pulsefleet.agent.status.AgentStatus;
import io.pulsefleet.agent.status.AgentView;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.UUID;

/** Which agent this is, and how it is. */
@Path("")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AgentResource {

    @Inject
    AgentStatus status;

    /** @param serves tells the pages whose API they talk to; the hub says {@code hub} */
    public record About(String product, String serves, String version, UUID agent, String hostname, URI hub) {}

    @GET
    @Path("about")
    public About about() {
        var now = status.now();
        return new About(
                "PulseFleet",
                "agent",
                now.version(),
                now.agent(),
                now.hostname(),
                now.hub().url());
    }

    @GET
    @Path("agent")
    public AgentView agent() {
        return status.now();
    }
}
