package io.pulsefleet.agent.hub;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.pulsefleet.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/** Makes the one client of the hub. */
@ApplicationScoped
class HubOfThisAgent {

    /** A client must have an address; nobody calls this one. */
    private static final URI NOWHERE = URI.create("http://localhost:1");

    @Produces
    @Singleton
    Hub connect(Settings settings) {
        return RestClientBuilder.newBuilder()
                .baseUri(HubConfig.isThere(settings) ? settings.get(HubConfig.URL) : NOWHERE)
                .connectTimeout(settings.get(HubConfig.CONNECT_TIMEOUT).toMillis(), MILLISECONDS)
                .readTimeout(settings.get(HubConfig.ANSWER_TIMEOUT).toMillis(), MILLISECONDS)
                .register(JsonBody.class)
                .register(GzippedBody.class)
                .build(Hub.class);
    }
}
