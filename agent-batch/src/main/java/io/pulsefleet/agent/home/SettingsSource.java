package io.pulsefleet.agent.home;

import io.pulsefleet.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Settings come from MicroProfile Config: {@code PULSE_...} variables, system properties, variables of server.xml. What
 * none of them sets may stand in a {@code .env} file.
 */
@ApplicationScoped
class SettingsSource {

    @Produces
    @Singleton
    Settings given() {
        var config = ConfigProvider.getConfig();
        Function<String, Optional<String>> environment = name -> config.getOptionalValue(name, String.class);
        var without = new Settings(environment);
        var file = EnvFile.read(without.find(HomeConfig.ENV_FILE)
                .orElseGet(() -> HomeConfig.folder(without).resolve(".env")));
        return new Settings(name -> environment.apply(name).or(() -> file.find(name)));
    }
}
