package io.pulsefleet.agent.home;

import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where settings come from, and which are in force.
 *
 * <pre>
 * the environment   over   agent/.env   over   agent/agent.yaml   over   the names of another sender, variables and INI file
 *                 over   what the hub sets for this host, its group, the fleet
 * </pre>
 *
 * <p>Only the YAML file is read again, and only the hub is heard again, while the agent runs. Then what {@link AtOnce} may change is the newest's, and all else
 * stays as it was at the start: nobody sees one half of a change.
 */
public final class Layers {

    private final Function<String, Optional<String>> own;
    private final OtherNames others;
    private final Path path;
    private final List<Path> readOnce;
    private final YamlFile first;
    private volatile YamlFile newest;
    private volatile HubSettings hubAtStart = HubSettings.NONE;
    private volatile HubSettings hub = HubSettings.NONE;

    private Layers(Function<String, Optional<String>> own, OtherNames others, Path path, List<Path> readOnce) {
        this.own = own;
        this.others = others;
        this.path = path;
        this.readOnce = readOnce;
        first = YamlFile.read(path);
        newest = first;
    }

    /** @param environment what the process was given */
    public static Layers over(Function<String, Optional<String>> environment) {
        var given = new Settings(environment);
        var envFile = given.find(HomeConfig.ENV_FILE)
                .orElseGet(() -> HomeConfig.folder(given).resolve(".env"));
        var lines = EnvFile.read(envFile);
        Function<String, Optional<String>> own = name -> environment.apply(name).or(() -> lines.find(name));
        var iniFile = given.find(HomeConfig.INI_FILE).map(Path::toAbsolutePath);
        var ini = iniFile.map(IniFile::read).orElseGet(IniFile::none);
        return new Layers(
                own,
                new OtherNames(own, ini),
                given.find(HomeConfig.SETTINGS_FILE)
                        .orElseGet(() -> HomeConfig.folder(given).resolve("agent.yaml")),
                Stream.concat(Stream.of(envFile), iniFile.stream()).toList());
    }

    public Path path() {
        return path;
    }

    /** Files that say something as well, as they were at the start. */
    public List<Path> readOnce() {
        return readOnce;
    }

    /** The YAML file as it is now. */
    public YamlFile read() {
        return YamlFile.read(path);
    }

    /** As it was at the start. */
    public YamlFile first() {
        return first;
    }

    public YamlFile newest() {
        return newest;
    }

    /** What is there and means nothing here. */
    List<String> ignored() {
        var ignored = new ArrayList<>(first.ignored());
        if (!others.unknown().isEmpty()) {
            ignored.add("the INI file also sets " + others.unknown() + ", which means nothing here");
        }
        return ignored;
    }

    public Settings inForce() {
        return settings(
                name -> (AtOnce.mayChange(environmentName(name)) ? newest : first).find(name),
                name -> (AtOnce.mayChange(environmentName(name)) ? hub : hubAtStart).find(name));
    }

    /** As they were with this file, also where some of its lines cannot be understood. */
    public Settings with(YamlFile yaml) {
        return with(yaml, hub);
    }

    /** As they were with both. */
    public Settings with(YamlFile yaml, HubSettings ofHub) {
        return settings(yaml::understood, ofHub::find);
    }

    /** As they were if nobody but the hub said anything. */
    public static Settings only(HubSettings ofHub) {
        return new Settings(ofHub::find);
    }

    /** As they were without the YAML file. */
    public Settings without() {
        return settings(name -> Optional.empty(), name -> Optional.empty());
    }

    /** What the hub sets, of which the agent starts. Nothing may have been made of any setting before. */
    public void startWith(HubSettings ofHub) {
        hubAtStart = ofHub;
        hub = ofHub;
    }

    /** From now on what may change at once is as the hub says here. It must have been checked. */
    public void follow(HubSettings checked) {
        hub = checked;
    }

    public HubSettings hub() {
        return hub;
    }

    public HubSettings hubAtStart() {
        return hubAtStart;
    }

    /** What is another with the second than with the first, as the environment calls it; the host's own has its way. */
    public Set<String> differences(List<Setting<?>> declared, HubSettings one, HubSettings other) {
        var names = new TreeSet<String>();
        for (var setting : declared) {
            if (!given(setting, one).equals(given(setting, other))) {
                names.add(setting.environmentName());
            }
        }
        return names;
    }

    /** Whether the host itself says what it is to be, so that the hub cannot. */
    public boolean isOwn(Setting<?> setting) {
        return given(setting, HubSettings.NONE).isPresent();
    }

    private Optional<String> given(Setting<?> setting, HubSettings ofHub) {
        return with(newest, ofHub).find(new Setting<>(setting.name(), "", "", Function.identity(), setting.formerly()));
    }

    /** From now on what may change at once is as this file says. It must have been checked. */
    public void follow(YamlFile checked) {
        newest = checked;
    }

    /**
     * What is another with the second file than with the first, as the environment calls it. What stands above the files, as
     * the environment, has its way with either.
     */
    public Set<String> differences(List<Setting<?>> declared, YamlFile one, YamlFile other) {
        var names = new TreeSet<String>();
        for (var setting : declared) {
            if (!given(setting, one).equals(given(setting, other))) {
                names.add(setting.environmentName());
            }
        }
        return names;
    }

    /** What anybody says that it is to be. */
    public Optional<String> given(Setting<?> setting, YamlFile yaml) {
        return with(yaml).find(new Setting<>(setting.name(), "", "", Function.identity(), setting.formerly()));
    }

    /** As this file has it, or those before had. */
    public String keyOf(String setting, YamlFile file) {
        return file.keyOf(setting)
                .or(() -> newest.keyOf(setting))
                .or(() -> first.keyOf(setting))
                .orElse(setting);
    }

    private Settings settings(Function<String, Optional<String>> yaml, Function<String, Optional<String>> ofHub) {
        return new Settings(name -> own.apply(name)
                .or(() -> yaml.apply(name))
                .or(() -> others.find(name))
                .or(() -> ofHub.apply(name)));
    }

    private static String environmentName(String setting) {
        return Setting.text(setting, "", "").environmentName();
    }
}
