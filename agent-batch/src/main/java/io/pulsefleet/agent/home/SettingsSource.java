package io.pulsefleet.agent.home;

import static java.lang.System.Logger.Level.WARNING;

import io.pulsefleet.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** Settings come from MicroProfile Config: {@code PULSE_...} variables, system properties, variables of server.xml. */
@ApplicationScoped
class SettingsSource {

    private static final System.Logger LOG = System.getLogger(SettingsSource.class.getName());

    @Produces
    @Singleton
    Layers layers() {
        var config = ConfigProvider.getConfig();
        var layers = Layers.over(name -> config.getOptionalValue(name, String.class));
        layers.ignored().forEach(what -> LOG.log(WARNING, "settings: {0}", what));
        return layers;
    }

    @Produces
    @Singleton
    Settings given(Layers layers) {
        return layers.inForce();
    }
}
