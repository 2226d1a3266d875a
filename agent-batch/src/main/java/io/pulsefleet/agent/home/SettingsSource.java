package io.pulsefleet.agent.home;

import io.pulsefleet.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** Settings come from MicroProfile Config: {@code PULSE_...} variables, system properties, variables of server.xml. */
@ApplicationScoped
class SettingsSource {

    @Produces
    @Singleton
    Settings given() {
        var config = ConfigProvider.getConfig();
        return new Settings(name -> config.getOptionalValue(name, String.class));
    }
}
