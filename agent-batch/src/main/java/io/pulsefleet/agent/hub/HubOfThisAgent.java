package io.pulsefleet.agent.hub;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.pulsefleet.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/** Makes the one client of the hub. */
@ApplicationScoped
class HubOfThisAgent {

    /** A client must have an address; nobody calls this one. */
    private static final URI NOWHERE = URI.create("http://localhost:1");

    @Produces
    @Singleton
    Hub connect(Settings settings, Instance<HostProof> proof) {
        return (Hub) Proxy.newProxyInstance(
                Hub.class.getClassLoader(), new Class<?>[] {Hub.class}, new Current(settings, proof));
    }

    /** The client that shows what this host has to show now. That changes a few times a year; until then it is one. */
    private static final class Current implements InvocationHandler {

        private final Settings settings;
        private final Instance<HostProof> proof;
        private Optional<SSLContext> shown = Optional.empty();
        private Hub client;

        Current(Settings settings, Instance<HostProof> proof) {
            this.settings = settings;
            this.proof = proof;
        }

        @Override
        public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(client(), arguments);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        }

        private synchronized Hub client() {
            var wanted = proof.stream()
                    .filter(HostProof::isWanted)
                    .map(HostProof::tls)
                    .findFirst();
            if (client == null || !wanted.equals(shown)) {
                client = connected(wanted);
                shown = wanted;
            }
            return client;
        }

        private Hub connected(Optional<SSLContext> tls) {
            var builder = RestClientBuilder.newBuilder()
                    .baseUri(HubConfig.isThere(settings) ? settings.get(HubConfig.URL) : NOWHERE)
                    .connectTimeout(settings.get(HubConfig.CONNECT_TIMEOUT).toMillis(), MILLISECONDS)
                    .readTimeout(settings.get(HubConfig.ANSWER_TIMEOUT).toMillis(), MILLISECONDS)
                    .register(JsonBody.class)
                    .register(GzippedBody.class);
            tls.ifPresent(builder::sslContext);
            return builder.build(Hub.class);
        }
    }
}
