package io.pulsefleet.agent.home;

import io.pulsefleet.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A {@code .env} file, as other tools write it.
 *
 * <pre>
 * # a comment
 * PA_DB_HOST=db.example.net   # another
 * export PA_DB_USER=reader
 * PA_DB_PASSWORD='as it stands: $, # and " mean nothing here'
 * PA_SITE_ID="north\"1\""
 * </pre>
 *
 * <p>Nothing is expanded. Its mistakes are told, all at once, to whoever asks for a setting.
 */
final class EnvFile {

    private static final long LARGEST = 1 << 20;
    private static final Pattern LINE = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.]*)\\s*=\\s*(.*)");
    private static final Pattern QUOTED = Pattern.compile("(?:'([^']*)'|\"((?:[^\"\\\\]|\\\\.)*)\")\\s*(?:#.*)?");

    private final Map<String, String> values = new HashMap<>();
    private final List<String> mistakes = new ArrayList<>();
    private final String name;

    private EnvFile(String name) {
        this.name = name;
    }

    static EnvFile read(Path path) {
        var file = new EnvFile(path.toString());
        try {
            if (Files.size(path) > LARGEST) {
                file.mistakes.add("is larger than " + LARGEST + " bytes");
            } else {
                file.parse(Files.readString(path));
            }
        } catch (NoSuchFileException none) {
            return file; // it need not be there
        } catch (IOException unreadable) {
            file.mistakes.add("cannot be read: " + unreadable);
        }
        return file;
    }

    static EnvFile of(String text) {
        var file = new EnvFile(".env");
        file.parse(text);
        return file;
    }

    /** @throws IllegalArgumentException that names every line that cannot be understood */
    Optional<String> find(String setting) {
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(name + ": " + String.join("; ", mistakes));
        }
        return Optional.ofNullable(values.get(Setting.text(setting, "", "").environmentName()));
    }

    private void parse(String text) {
        var lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                parse(line, i + 1);
            }
        }
    }

    private void parse(String line, int number) {
        var parts = LINE.matcher(line);
        if (!parts.matches()) {
            mistakes.add("line " + number + " is not NAME=value");
            return;
        }
        var given = parts.group(2);
        if (given.startsWith("'") || given.startsWith("\"")) {
            var quoted = QUOTED.matcher(given);
            if (!quoted.matches()) {
                mistakes.add("line " + number + ": the quote of " + parts.group(1) + " is not closed");
                return;
            }
            var literal = Optional.ofNullable(quoted.group(1));
            values.put(parts.group(1), literal.orElseGet(() -> quoted.group(2).replaceAll("\\\\(.)", "$1")));
        } else {
            values.put(parts.group(1), given.replaceFirst("\\s+#.*", ""));
        }
    }
}
