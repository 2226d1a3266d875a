package io.pulsefleet.agent.collect.tail;

import io.pulsefleet.agent.collect.UnreachableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The files that are followed: {@code /var/log/postgresql/*.log}. Wildcards stand in the file's name only. What is packed
 * is not among them, whatever the pattern says, but where rotated files are followed as well: {@code app.log.1},
 * {@code app-2026-11-21.log}, {@code app.log.2.gz}.
 */
public final class Glob {

    private static final Pattern WILD = Pattern.compile("[*?\\[{]");
    private static final Pattern PACKED = Pattern.compile(".*\\.(gz|bz2|xz|zst|lz4|zip|Z)");
    private static final Pattern GZIP = Pattern.compile(".*\\.gz");

    /** What rotation puts into a name: a number behind it, or a date anywhere. */
    private static final Pattern STAMP =
            Pattern.compile("[._-]\\d{1,4}$|[._-]\\d{2,4}[._-]?\\d{2}[._-]?\\d{2}[\\d._T-]*(?=\\.[A-Za-z]|$)");

    static final int MOST_FILES = 20_000;

    private final Path folder;
    private final String pattern;
    private final PathMatcher matcher;
    private final boolean rotatedToo;

    private Glob(Path folder, String pattern, boolean rotatedToo) {
        this.rotatedToo = rotatedToo;
        this.folder = folder;
        this.pattern = pattern;
        this.matcher = folder.getFileSystem().getPathMatcher("glob:" + pattern);
    }

    /** @throws IllegalArgumentException when it names no file, or has a wildcard in a folder */
    public static Glob of(String text) {
        var path = Path.of(text).toAbsolutePath().normalize();
        var folder = Optional.ofNullable(path.getParent())
                .orElseThrow(() -> new IllegalArgumentException(text + " names no file"));
        if (WILD.matcher(folder.toString()).find()) {
            throw new IllegalArgumentException(text + ": wildcards may stand in the file's name only");
        }
        return new Glob(folder, String.valueOf(path.getFileName()), false);
    }

    /** Whether it is of logs of any program: such may be silent for long, and be written to again. */
    boolean keepsIdle() {
        return rotatedToo;
    }

    /** With what rotation makes of the files that it names. */
    public Glob withRotated() {
        return new Glob(folder, pattern, true);
    }

    /**
     * Every file of the folder, also those that the pattern does not name: one may be another's new name, or its copy.
     * From the oldest change to the newest.
     *
     * @throws UnreachableException when the folder is not there or may not be read
     */
    List<SeenFile> look() throws IOException {
        var byInode = new LinkedHashMap<Long, SeenFile>();
        for (var path : paths()) {
            see(path).ifPresent(file -> byInode.merge(file.inode(), file, Glob::theOneThatIsNamed));
        }
        var files = new ArrayList<>(byInode.values());
        files.sort(Comparator.comparing(SeenFile::modified).thenComparing(SeenFile::name));
        return files;
    }

    private List<Path> paths() throws IOException {
        var paths = new ArrayList<Path>();
        try (var all = Files.newDirectoryStream(folder)) {
            for (var path : all) {
                paths.add(path);
                if (paths.size() > MOST_FILES) {
                    throw new IOException(folder + " holds more than " + MOST_FILES + " files; remove old ones");
                }
            }
            return paths;
        } catch (NoSuchFileException none) {
            throw new UnreachableException(folder + " is not there", none);
        } catch (AccessDeniedException refused) {
            throw new UnreachableException(
                    folder + " may not be read; put the agent's user into the group that may", refused);
        }
    }

    private Optional<SeenFile> see(Path path) throws IOException {
        try {
            var attributes = Files.readAttributes(path, "unix:ino,size,lastModifiedTime,isRegularFile");
            if (!Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
                return Optional.empty();
            }
            var name = path.getFileName();
            return Optional.of(SeenFile.of(path, attributes, isWanted(name), isUnpacked(name)));
        } catch (NoSuchFileException goneMeanwhile) {
            return Optional.empty();
        }
    }

    boolean isWanted(Path name) {
        if (PACKED.matcher(name.toString()).matches()) {
            return isUnpacked(name);
        }
        return matcher.matches(name) || (rotatedToo && matchesUnrotated(name.toString()));
    }

    private boolean isUnpacked(Path name) {
        if (!rotatedToo || !GZIP.matcher(name.toString()).matches()) {
            return false;
        }
        var plain = name.toString().substring(0, name.toString().length() - ".gz".length());
        return matcher.matches(Path.of(plain)) || matchesUnrotated(plain);
    }

    private boolean matchesUnrotated(String name) {
        var plain = STAMP.matcher(name).replaceAll("");
        return !plain.isEmpty() && !plain.equals(name) && matcher.matches(Path.of(plain));
    }

    /** A link and what it leads to are one file. */
    private static SeenFile theOneThatIsNamed(SeenFile one, SeenFile other) {
        return one.wanted() ? one : other;
    }

    @Override
    public String toString() {
        return folder.resolve(pattern).toString();
    }
}
