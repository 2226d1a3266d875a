package io.pulsefleet.hub.about;

import io.pulsefleet.hub.access.OpenIdConfig;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What this server is, for consoles that may find a hub or an agent. */
@Path("about")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AboutResource {

    private static final String VERSION = version();

    /**
     * @param serves {@code hub} or {@code agent}
     * @param openid what the OpenID provider is called through which people may sign in; left out: there is none
     */
    public record About(String product, String serves, String version, String openid) {}

    @GET
    @PermitAll
    @Operation(summary = "What this server is")
    public About about() {
        return new About("PulseFleet", "hub", VERSION, OpenIdConfig.offered().orElse(null));
    }

    private static String version() {
        var properties = new Properties();
        try (var in = AboutResource.class.getResourceAsStream("about.properties")) {
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
