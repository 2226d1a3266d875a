package io.pulsefleet.agent.home;

import static java.lang.System.Logger.Level.WARNING;

import io.pulsefleet.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Settings come from MicroProfile Config: {@code PULSE_...} variables, system properties, variables of server.xml. What
 * none of them sets may stand in a {@code .env} file; and what that does not set either may be given under the names of
 * another sender, in its variables or in its INI file.
 */
@ApplicationScoped
class SettingsSource {

    private static final System.Logger LOG = System.getLogger(SettingsSource.class.getName());

    @Produces
    @Singleton
    Settings given() {
        var config = ConfigProvider.getConfig();
        return of(name -> config.getOptionalValue(name, String.class));
    }

    /** @param environment what the process was given */
    static Settings of(Function<String, Optional<String>> environment) {
        var without = new Settings(environment);
        var file = EnvFile.read(without.find(HomeConfig.ENV_FILE)
                .orElseGet(() -> HomeConfig.folder(without).resolve(".env")));
        Function<String, Optional<String>> own = name -> environment.apply(name).or(() -> file.find(name));
        var others = new OtherNames(own, iniFile(environment));
        if (!others.unknown().isEmpty()) {
            LOG.log(WARNING, "settings: the INI file also sets {0}, which means nothing here", others.unknown());
        }
        return new Settings(name -> own.apply(name).or(() -> others.find(name)));
    }

    private static IniFile iniFile(Function<String, Optional<String>> environment) {
        return new Settings(environment)
                .find(HomeConfig.INI_FILE)
                .map(Path::toAbsolutePath)
                .map(IniFile::read)
                .orElseGet(IniFile::none);
    }
}
