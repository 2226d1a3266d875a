package io.pulsefleet.agent;

import static java.lang.System.Logger.Level.INFO;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import io.pulsefleet.agent.home.AtOnce;
import io.pulsefleet.agent.home.Layers;
import io.pulsefleet.agent.home.YamlFile;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Takes the YAML file anew when it was changed (SP-08).
 *
 * <pre>
 * wrong    -> all stays as it was, and a trouble names every mistake until the file is mended
 * right    -> what may change at once does; a trouble names what waits for a restart, until nothing does
 * </pre>
 *
 * <p>A file that is being written is let alone until it is the same at two looks. Files that are read at the start only are
 * looked at as well: what is changed there waits for a restart, and a trouble says so until it is as it was.
 */
final class SettingsWatch {

    private static final System.Logger LOG = System.getLogger(SettingsWatch.class.getName());

    private static final String WRONG = "settings wrong";
    private static final String WAITING = "settings waiting";

    private final Layers layers;
    private final Troubles troubles;
    private final Consumer<Set<String>> apply;

    private Optional<Stamp> taken;
    private Optional<Stamp> last;
    private final List<ReadOnce> readOnce;

    /** Which version of the file it is; a file that takes another's place has another key. */
    private record Stamp(long size, long changedNanos, String key) {}

    /** @param apply is told the collectors that have to be made anew, when others are in force */
    SettingsWatch(Layers layers, Troubles troubles, Consumer<Set<String>> apply) {
        this.layers = layers;
        this.troubles = troubles;
        this.apply = apply;
        taken = stamp(layers.path());
        last = taken;
        readOnce = layers.readOnce().stream().map(ReadOnce::new).toList();
    }

    synchronized void look() {
        readOnce.forEach(file -> file.look(troubles));
        lookAtYaml();
    }

    private void lookAtYaml() {
        var now = stamp(layers.path());
        var settled = now.equals(last);
        last = now;
        if (settled && !now.equals(taken)) {
            take(layers.read());
            taken = now;
        }
    }

    private void take(YamlFile file) {
        var check = SettingsCheck.of(layers, file);
        if (!check.isWell()) {
            troubles.tell(
                    WRONG,
                    "The settings were changed, and are wrong; those before stay in force until this is mended: "
                            + check.sentence());
            return;
        }
        troubles.over(WRONG, "The settings are right again.");
        follow(file, check.declared());
        tellWhatWaits(file, check.declared());
    }

    private void follow(YamlFile file, List<Setting<?>> declared) {
        var applied = layers.differences(declared, layers.newest(), file).stream()
                .filter(AtOnce::mayChange)
                .collect(toCollection(TreeSet::new));
        var keys = applied.stream().map(setting -> layers.keyOf(setting, file)).collect(joining(", "));
        layers.follow(file);
        if (applied.isEmpty()) {
            return;
        }
        LOG.log(INFO, "The settings were changed, and are in force: {0}", keys);
        apply.accept(applied.stream()
                .flatMap(setting -> AtOnce.collectorOf(setting).stream())
                .collect(toCollection(TreeSet::new)));
    }

    private void tellWhatWaits(YamlFile file, List<Setting<?>> declared) {
        var waiting = layers.differences(declared, layers.first(), file).stream()
                .filter(setting -> !AtOnce.mayChange(setting))
                .map(setting -> layers.keyOf(setting, file))
                .collect(joining(", "));
        if (waiting.isEmpty()) {
            troubles.over(WAITING, "No changed setting waits for a restart any more.");
        } else {
            troubles.tell(
                    WAITING,
                    "The settings were changed; these wait for a restart (`systemctl reload pulsefleet-agent`): "
                            + waiting);
        }
    }

    /** Empty where there is no file. */
    private static Optional<Stamp> stamp(Path path) {
        try {
            var seen = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(new Stamp(seen.size(), seen.lastModifiedTime().to(NANOSECONDS), "" + seen.fileKey()));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            return Optional.of(new Stamp(-1, 0, unreadable.toString())); // to read it says why
        }
    }

    /** A file that is not read again. Its content counts: one that was only touched, or is as it was again, says nothing. */
    private static final class ReadOnce {

        private static final long LARGEST = 1 << 20;

        private final Path path;
        private final String atTheStart;
        private Optional<Stamp> last;

        ReadOnce(Path path) {
            this.path = path;
            last = stamp(path);
            atTheStart = content();
        }

        void look(Troubles troubles) {
            var now = stamp(path);
            if (now.equals(last)) {
                return;
            }
            last = now;
            var thing = "settings of " + path;
            if (content().equals(atTheStart)) {
                troubles.over(thing, path + " is as it was at the start again.");
            } else {
                troubles.tell(
                        thing,
                        path + " was changed, and is read at the start only: what it says now waits for a restart"
                                + " (`systemctl reload pulsefleet-agent`)");
            }
        }

        private String content() {
            try {
                return Files.size(path) > LARGEST ? "too large" : Files.readString(path, ISO_8859_1);
            } catch (NoSuchFileException none) {
                return "";
            } catch (IOException unreadable) {
                return unreadable.toString();
            }
        }
    }
}
