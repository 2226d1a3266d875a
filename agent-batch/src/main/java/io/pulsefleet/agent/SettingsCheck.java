package io.pulsefleet.agent;

import io.pulsefleet.agent.channel.ChannelConfig;
import io.pulsefleet.agent.collect.CorrelationConfig;
import io.pulsefleet.agent.collect.docker.DockerConfig;
import io.pulsefleet.agent.collect.kernel.HostConfig;
import io.pulsefleet.agent.collect.logs.LogsConfig;
import io.pulsefleet.agent.collect.pglog.PgLogConfig;
import io.pulsefleet.agent.collect.plugins.PluginsConfig;
import io.pulsefleet.agent.collect.ports.PortsConfig;
import io.pulsefleet.agent.collect.postgres.PostgresConfig;
import io.pulsefleet.agent.collect.processes.ProcessesConfig;
import io.pulsefleet.agent.collect.services.ServicesConfig;
import io.pulsefleet.agent.collect.sql.QueriesConfig;
import io.pulsefleet.agent.collect.uptime.UptimeConfig;
import io.pulsefleet.agent.fleet.FleetConfig;
import io.pulsefleet.agent.home.HomeConfig;
import io.pulsefleet.agent.home.HubSettings;
import io.pulsefleet.agent.home.Layers;
import io.pulsefleet.agent.home.YamlFile;
import io.pulsefleet.agent.hub.HubConfig;
import io.pulsefleet.agent.jobs.JobsConfig;
import io.pulsefleet.agent.push.PushConfig;
import io.pulsefleet.agent.schedule.ScheduleConfig;
import io.pulsefleet.agent.spool.SpoolConfig;
import io.pulsefleet.agent.supervisor.SupervisorConfig;
import io.pulsefleet.agent.trust.TrustConfig;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All that can be wrong with the settings, at once, whatever else is wrong (SP-08).
 *
 * @param file the YAML file
 * @param inFile each with its line and its key
 * @param elsewhere each with the name of the variable
 * @param declared all settings that there are, with those of each target
 * @param given how many settings are given, by whomever
 */
record SettingsCheck(String file, List<String> inFile, List<String> elsewhere, List<Setting<?>> declared, long given) {

    /** As in sysexits.h; a service manager need not try again before a person has mended them. */
    static final int WRONG_SETTINGS = 78;

    private static final Settings NONE = new Settings(name -> Optional.empty());

    /**
     * @param prefix of those that are there only where another setting names them; empty where all always are
     */
    private record Family(String prefix, Function<Settings, List<Setting<?>>> all) {}

    private static final List<Setting<?>> ALWAYS_THERE = Stream.of(
                    HomeConfig.ALL,
                    FleetSettingsConfig.ALL,
                    HubConfig.ALL,
                    TrustConfig.ALL,
                    FleetConfig.ALL,
                    ChannelConfig.ALL,
                    SpoolConfig.ALL,
                    JobsConfig.ALL,
                    ScheduleConfig.ALL,
                    CorrelationConfig.ALL,
                    DockerConfig.ALL,
                    HostConfig.ALL,
                    ProcessesConfig.ALL,
                    PortsConfig.ALL,
                    PluginsConfig.ALL,
                    ServicesConfig.ALL,
                    SupervisorConfig.ALL,
                    UptimeConfig.ALL,
                    PushConfig.ALL)
            .<Setting<?>>flatMap(List::stream)
            .toList();

    private static final List<Family> FAMILIES = List.of(
            new Family("", settings -> ALWAYS_THERE),
            new Family("PULSE_QUERIES_", QueriesConfig::allIn),
            new Family("PULSE_POSTGRES_", PostgresConfig::allIn),
            new Family("PULSE_PG_LOG_", PgLogConfig::allIn),
            new Family("", LogsConfig::allIn));

    /** Of the settings as they would be with this file. */
    static SettingsCheck of(Layers layers, YamlFile yaml) {
        return of(layers, yaml, layers.hub());
    }

    /** Of the settings as they would be with this file, and if the hub said this. */
    static SettingsCheck of(Layers layers, YamlFile yaml, HubSettings hub) {
        var settings = layers.with(yaml, hub);
        var declared = new ArrayList<Setting<?>>();
        var unsure = new HashSet<String>();
        var together = new LinkedHashSet<String>();
        for (var family : FAMILIES) {
            try {
                declared.addAll(family.all().apply(settings));
            } catch (IllegalArgumentException mistake) {
                if (!family.prefix().isEmpty()) {
                    unsure.add(family.prefix());
                }
                var plain = family.all().apply(NONE);
                declared.addAll(plain);
                if (mistakes(settings, plain).isEmpty()) { // each of them will be told by itself
                    together.add(mistake.getMessage());
                }
            }
        }
        if (mistakes(settings, declared).isEmpty()) {
            try {
                PushConfig.check(settings);
            } catch (IllegalArgumentException mistake) {
                together.add(mistake.getMessage());
            }
        }
        var inFile = new LinkedHashSet<>(yaml.mistakes(declared, unsure));
        var elsewhere = mistakes(layers.without(), declared);
        elsewhere.addAll(mistakes(Layers.only(hub), declared));
        together.forEach(mistake -> yaml.inItsLine(mistake).ifPresentOrElse(inFile::add, () -> elsewhere.add(mistake)));
        var given = declared.stream()
                .filter(setting -> layers.given(setting, yaml).isPresent())
                .count();
        return new SettingsCheck(yaml.name(), List.copyOf(inFile), List.copyOf(elsewhere), declared, given);
    }

    private static Set<String> mistakes(Settings settings, List<Setting<?>> declared) {
        var found = new LinkedHashSet<String>();
        for (var setting : declared) {
            try {
                settings.check(List.of(setting));
            } catch (IllegalArgumentException mistake) {
                found.add(mistake.getMessage());
            }
        }
        return found;
    }

    boolean isWell() {
        return inFile.isEmpty() && elsewhere.isEmpty();
    }

    /** One line for each mistake. */
    List<String> lines() {
        return Stream.concat(inFile.stream().map(mistake -> file + ": " + mistake), elsewhere.stream())
                .toList();
    }

    /** All of it in one message. */
    String sentence() {
        var all = new ArrayList<String>();
        if (!inFile.isEmpty()) {
            all.add(file + ": " + String.join("; ", inFile));
        }
        all.addAll(elsewhere);
        return String.join("; ", all);
    }
}
