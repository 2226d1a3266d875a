package io.pulsefleet.agent.collect.plugins;

import io.pulsefleet.agent.collect.exposition.Limits;
import io.pulsefleet.settings.Settings;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What lies in the folders of plug-ins.
 *
 * <pre>
 * plugins/backup.prom     a file of numbers
 * plugins/queue           a program, run each minute
 * plugins/5m/raid         one that is run each five minutes
 * plugins/README.txt      neither; left alone
 * </pre>
 *
 * <p>A program that others than its owner and its group may change, or in whose folder they may put one, would let anybody
 * do what the agent may do. It is refused, and so is one that belongs to neither root nor the agent's own user.
 */
final class DropIns {

    private static final Pattern INTERVAL = Pattern.compile("\\d{1,6}(?:s|m|h|d)");
    private static final int MOST_FILES = 1_000;

    private final List<Path> folders;
    private final Duration timeout;
    private final int mostBytes;
    private final Limits limits;
    private final String user;

    private List<PlugIn> found = new ArrayList<>();
    private List<String> refused = new ArrayList<>();

    DropIns(Settings settings) {
        folders = PluginsConfig.folders(settings);
        timeout = settings.get(PluginsConfig.TIMEOUT);
        mostBytes = Math.toIntExact(settings.get(PluginsConfig.OUTPUT));
        limits = PluginsConfig.limits(settings);
        user = System.getProperty("user.name");
    }

    /** @param refused a sentence for each that is not taken */
    record Seen(List<PlugIn> found, List<String> refused) {}

    Seen look() {
        found = new ArrayList<>();
        refused = new ArrayList<>();
        for (var folder : folders) {
            look(folder, Optional.empty());
        }
        return new Seen(List.copyOf(found), List.copyOf(refused));
    }

    private void look(Path folder, Optional<Duration> every) {
        for (var path : inside(folder)) {
            var name = String.valueOf(path.getFileName());
            if (name.startsWith(".")) {
                continue;
            }
            if (Files.isDirectory(path)) {
                if (every.isEmpty() && INTERVAL.matcher(name).matches()) {
                    each(path, () -> look(path, Optional.of(Words.every(name))));
                }
            } else if (name.endsWith(".prom")) {
                found.add(new TextFile(path, mostBytes, limits));
            } else if (Files.isRegularFile(path) && isProgram(path)) {
                each(path, () -> take(path, name, every.orElse(ProgramLine.USUAL)));
            }
        }
    }

    private List<Path> inside(Path folder) {
        var paths = new ArrayList<Path>();
        try (var all = Files.newDirectoryStream(folder)) {
            for (var path : all) {
                if (paths.size() == MOST_FILES) {
                    refused.add(folder + " holds more than " + MOST_FILES + " files; those beyond are not taken");
                    break;
                }
                paths.add(path);
            }
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of(); // nobody has put anything there
        } catch (AccessDeniedException closed) {
            refused.add(folder + " may not be read by " + user + "; chmod o+rx it");
        } catch (IOException unreadable) {
            refused.add(folder + " cannot be read: " + unreadable);
        }
        paths.sort(null);
        return paths;
    }

    private interface Look {
        void at() throws IOException;
    }

    private void each(Path path, Look look) {
        try {
            look.at();
        } catch (NoSuchFileException gone) {
            return; // between two looks
        } catch (IOException | IllegalArgumentException mistake) {
            refused.add(path + ": " + mistake.getMessage());
        }
    }

    /** Anybody may execute it, or its owner; whether the agent may is seen when it is run. */
    private static boolean isProgram(Path path) {
        try {
            return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OWNER_EXECUTE);
        } catch (IOException gone) {
            return false;
        }
    }

    private void take(Path path, String name, Duration every) throws IOException {
        refuseIfOthersMayChange(path.toRealPath());
        refuseIfOthersMayChange(path.toAbsolutePath().getParent());
        refuseIfOthersMayChange(path.toRealPath().getParent());
        found.add(new Program(
                Words.name(name), List.of(path.toString()), every, timeout, Output.Format.AUTO, mostBytes, limits));
    }

    private void refuseIfOthersMayChange(Path path) throws IOException {
        var rights = Files.readAttributes(path, PosixFileAttributes.class);
        if (rights.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IllegalArgumentException("anybody may change " + path + ", so it is not run; chmod o-w it");
        }
        var owner = rights.owner().getName();
        if (!owner.equals("root") && !owner.equals(user)) {
            throw new IllegalArgumentException(
                    "%s belongs to %s, so it is not run; it must belong to root or %s".formatted(path, owner, user));
        }
    }
}
