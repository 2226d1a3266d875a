package io.pulsefleet.agent.hub;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.pulsefleet.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/** Makes the one client of the hub. */
@ApplicationScoped
class HubOfThisAgent {

    @Produces
    @Singleton
    Hub connect(Settings settings) {
        return RestClientBuilder.newBuilder()
                .baseUri(settings.get(HubConfig.URL))
                .connectTimeout(settings.get(HubConfig.CONNECT_TIMEOUT).toMillis(), MILLISECONDS)
                .readTimeout(settings.get(HubConfig.ANSWER_TIMEOUT).toMillis(), MILLISECONDS)
                .register(JsonBody.class)
                .register(GzippedBody.class)
                .build(Hub.class);
    }
}
