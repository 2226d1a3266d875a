package io.pulsefleet.agent.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An INI file, as other tools write it.
 *
 * <pre>
 * ; a comment, or with #; only at the beginning of a line
 * [database]
 * host = db.example.net
 * password: as it stands, "#" and ";" mean nothing here
 * </pre>
 *
 * <p>Nothing is expanded. Its mistakes are told, all at once, to whoever asks for a value.
 */
final class IniFile {

    private static final long LARGEST = 1 << 20;
    private static final Pattern SECTION = Pattern.compile("\\[\\s*([A-Za-z0-9_. -]+?)\\s*]");
    private static final Pattern LINE = Pattern.compile("([A-Za-z0-9_.-]+)\\s*[=:]\\s*(.*)");

    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> mistakes = new ArrayList<>();
    private final String name;

    private IniFile(String name) {
        this.name = name;
    }

    /** None is named. */
    static IniFile none() {
        return new IniFile("");
    }

    /** One that is named must be there. */
    static IniFile read(Path path) {
        var file = new IniFile(path.toString());
        try {
            if (Files.size(path) > LARGEST) {
                file.mistakes.add("is larger than " + LARGEST + " bytes");
            } else {
                file.parse(Files.readString(path));
            }
        } catch (IOException unreadable) {
            file.mistakes.add("cannot be read: " + unreadable);
        }
        return file;
    }

    static IniFile of(String text) {
        var file = new IniFile("settings.ini");
        file.parse(text);
        return file;
    }

    /** @throws IllegalArgumentException that names every line that cannot be understood */
    Optional<String> find(String section, List<String> keys) {
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(name + ": " + String.join("; ", mistakes));
        }
        return keys.stream()
                .map(key -> values.get(section + "." + key))
                .filter(value -> value != null && !value.isEmpty())
                .findFirst();
    }

    /** What it sets beside these: {@code section.key}. */
    List<String> allBut(Set<String> known) {
        return values.keySet().stream().filter(key -> !known.contains(key)).toList();
    }

    private void parse(String text) {
        var section = "";
        var lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            var heading = SECTION.matcher(line);
            var parts = LINE.matcher(line);
            if (heading.matches()) {
                section = heading.group(1).toLowerCase(Locale.ROOT);
            } else if (section.isEmpty()) {
                mistakes.add("line " + (i + 1) + " stands before any [section]");
            } else if (parts.matches()) {
                values.put(
                        section + "." + parts.group(1).toLowerCase(Locale.ROOT),
                        unquoted(parts.group(2).strip()));
            } else {
                mistakes.add("line " + (i + 1) + " is neither [section] nor key = value");
            }
        }
    }

    private static String unquoted(String value) {
        var isQuoted = value.length() >= 2
                && (value.startsWith("\"") || value.startsWith("'"))
                && value.charAt(value.length() - 1) == value.charAt(0);
        return isQuoted ? value.substring(1, value.length() - 1) : value;
    }
}
