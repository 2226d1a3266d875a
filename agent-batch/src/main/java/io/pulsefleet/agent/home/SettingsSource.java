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
 * none of them sets may stand in a {@code .env} file, and what that does not set either in {@code agent.yaml}; last, it may be
 * given under the names of another sender, in its variables or in its INI file.
 */
@ApplicationScoped
class SettingsSource {

    private static final System.Logger LOG = System.getLogger(SettingsSource.class.getName());

    @Produces
    @Singleton
    YamlFile yaml() {
        return yamlOf(environment());
    }

    @Produces
    @Singleton
    Settings given(YamlFile yaml) {
        return of(environment(), yaml);
    }

    private static Function<String, Optional<String>> environment() {
        var config = ConfigProvider.getConfig();
        return name -> config.getOptionalValue(name, String.class);
    }

    static YamlFile yamlOf(Function<String, Optional<String>> environment) {
        var given = new Settings(environment);
        return YamlFile.read(given.find(HomeConfig.SETTINGS_FILE)
                .orElseGet(() -> HomeConfig.folder(given).resolve("agent.yaml")));
    }

    /** @param environment what the process was given */
    static Settings of(Function<String, Optional<String>> environment) {
        return of(environment, yamlOf(environment));
    }

    private static Settings of(Function<String, Optional<String>> environment, YamlFile yaml) {
        var without = new Settings(environment);
        var file = EnvFile.read(without.find(HomeConfig.ENV_FILE)
                .orElseGet(() -> HomeConfig.folder(without).resolve(".env")));
        Function<String, Optional<String>> own = name -> environment.apply(name).or(() -> file.find(name));
        var others = new OtherNames(own, iniFile(environment));
        if (!others.unknown().isEmpty()) {
            LOG.log(WARNING, "settings: the INI file also sets {0}, which means nothing here", others.unknown());
        }
        if (!yaml.ignored().isEmpty()) {
            LOG.log(WARNING, "settings: {0}", String.join("; ", yaml.ignored()));
        }
        return new Settings(name -> own.apply(name).or(() -> yaml.find(name)).or(() -> others.find(name)));
    }

    private static IniFile iniFile(Function<String, Optional<String>> environment) {
        return new Settings(environment)
                .find(HomeConfig.INI_FILE)
                .map(Path::toAbsolutePath)
                .map(IniFile::read)
                .orElseGet(IniFile::none);
    }
}
