package io.pulsefleet.agent.home;

import static java.util.stream.Collectors.joining;

import io.pulsefleet.settings.Setting;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Settings as YAML (SP-08).
 *
 * <pre>
 * hub: {url: https://hub.example.net}          # PULSE_HUB_URL; each key is a part of a setting's name
 * logs:                                         # a list where the setting has one
 *   - default
 *   - {path: /var/log/app/*.log, parser: java, rate: 500}
 * plugins:
 *   commands:
 *     - {name: load, command: /usr/lib/nagios/plugins/check_load -w 5, every: 1m}
 * postgres:
 *   targets:
 *     - {name: shop, db: {host: db.example.net, user: monitor}}
 * server: {endpoint: ..., auth_token: ...}      # and collection: {interval: 30, logs: [...]}, as other agents have it
 * </pre>
 *
 * <p>Nothing is expanded, and no objects are made. Its mistakes are told all at once, with their lines: what cannot be
 * understood to whoever asks for a setting, and what no setting knows, or cannot be read, by {@link #check}.
 */
public final class YamlFile {

    private static final int LARGEST = 1 << 20;

    /** Lists of these stand with semicolons between, all others with commas. */
    private static final Set<String> WITH_SEMICOLONS =
            Set.of("PULSE_LOGS", "PULSE_PLUGINS_COMMANDS", "PULSE_PLUGINS_ENDPOINTS", "PULSE_PROCESSES_WATCH");

    private static final String WITH_LINES = "PULSE_LOGS_REDACT_PATTERNS";

    private static final Map<String, String> IGNORED = Map.of(
            "server.agent_id", "an agent makes its own id",
            "collection.metrics", "all is collected; the hub's plan switches jobs off",
            "alerts", "thresholds are the hub's");

    private static final List<String> HOST_JOBS = List.of("SYSTEM", "PROCESSES", "PORTS", "DOCKER", "PLUGINS");

    /** @param key as it stands in the file */
    private record Given(String key, int line, String text) {}

    private final String name;
    private final Map<String, Given> values = new TreeMap<>();
    private final Set<String> mistakes = new LinkedHashSet<>();
    private final List<String> ignored = new ArrayList<>();

    private YamlFile(String name) {
        this.name = name;
    }

    static YamlFile read(Path path) {
        var file = new YamlFile(path.toString());
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

    static YamlFile of(String text) {
        var file = new YamlFile("agent.yaml");
        file.parse(text);
        return file;
    }

    /** @throws IllegalArgumentException that names every line which cannot be understood */
    Optional<String> find(String setting) {
        refuseMistakes(mistakes);
        return Optional.ofNullable(values.get(environmentName(setting))).map(Given::text);
    }

    /** What means nothing here, and why. */
    List<String> ignored() {
        return List.copyOf(ignored);
    }

    /**
     * Looks at all that it says, be it used or not.
     *
     * @throws IllegalArgumentException that names every key which no setting knows, and every value that cannot be read
     */
    public void check(List<Setting<?>> declared) {
        var byName = new LinkedHashMap<String, Setting<?>>();
        declared.forEach(setting -> byName.put(setting.environmentName(), setting));
        var found = new LinkedHashSet<>(mistakes);
        values.forEach((key, given) -> {
            var setting = byName.get(key);
            if (setting == null) {
                found.add("line %d: no setting is called '%s'%s"
                        .formatted(given.line(), given.key(), meant(key, byName.keySet())));
            } else if (!given.text().isBlank()
                    && !canBeRead(setting, given.text().strip())) {
                found.add("line %d: %s: cannot read '%s' (%s)"
                        .formatted(given.line(), given.key(), shown(key, given.text()), setting.about()));
            }
        });
        refuseMistakes(found);
    }

    private static boolean canBeRead(Setting<?> setting, String text) {
        try {
            return setting.read().apply(text) != null;
        } catch (RuntimeException unreadable) {
            return false;
        }
    }

    private void refuseMistakes(Set<String> found) {
        if (!found.isEmpty()) {
            throw new IllegalArgumentException(name + ": " + String.join("; ", found));
        }
    }

    private static String shown(String key, String text) {
        return key.contains("PASSWORD") || key.contains("TOKEN") || key.contains("KEY") || key.contains("ENDPOINTS")
                ? "?"
                : text;
    }

    private static String meant(String key, Set<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(one -> distance(key, one)))
                .filter(one -> distance(key, one) <= Math.max(2, key.length() / 6))
                .map(one -> "; did you mean '"
                        + one.substring("PULSE_".length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.') + "'?")
                .orElse("");
    }

    /** How many letters are to be put in, left out or changed. */
    private static int distance(String one, String other) {
        var last = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int corner = last[0];
            last[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = corner + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                corner = last[j];
                last[j] = Math.min(changed, 1 + Math.min(last[j], last[j - 1]));
            }
        }
        return last[other.length()];
    }

    private static String environmentName(String setting) {
        return Setting.text(setting, "", "").environmentName();
    }

    private void parse(String text) {
        var options = new LoaderOptions();
        options.setMaxAliasesForCollections(50);
        options.setNestingDepthLimit(20);
        options.setCodePointLimit(LARGEST);
        try {
            var root = new Yaml(options).compose(new StringReader(text));
            if (root instanceof MappingNode mapping) {
                each("", mapping);
            } else if (root != null) {
                mistakes.add("line 1 is not `key: value`");
            }
        } catch (MarkedYAMLException broken) {
            var line = broken.getProblemMark() == null
                    ? 1
                    : broken.getProblemMark().getLine() + 1;
            mistakes.add("line " + line + ": " + broken.getProblem());
        } catch (YAMLException broken) {
            mistakes.add(String.valueOf(broken.getMessage()));
        }
    }

    private void each(String prefix, MappingNode mapping) {
        var seen = new LinkedHashSet<String>();
        for (var entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                mistakes.add("line " + line(entry.getKeyNode()) + ": a key must be a word");
                continue;
            }
            if (!seen.add(key.getValue())) {
                mistakes.add("line " + line(key) + ": '" + prefix + key.getValue() + "' is given twice");
            }
            take(prefix + key.getValue(), entry.getValueNode());
        }
    }

    private void take(String key, Node node) {
        if (IGNORED.containsKey(key)) {
            ignored.add("line " + line(node) + ": '" + key + "' means nothing here: " + IGNORED.get(key));
        } else if (key.equals("collection.interval")) {
            takeInterval(key, node);
        } else if (node instanceof MappingNode mapping) {
            each(key + ".", mapping);
        } else {
            takeValue(settingOf(key), key, node);
        }
    }

    /** The setting that a key means: its own name without {@code pulse.}, or that which other agents have. */
    private static String settingOf(String key) {
        var plain = key.startsWith("pulse.") ? key.substring("pulse.".length()) : key;
        return switch (plain) {
            case "server.endpoint" -> "PULSE_HUB_URL";
            case "server.auth_token" -> "PULSE_JOIN_TOKEN";
            case "collection.logs", "logs.files" -> "PULSE_LOGS";
            default -> environmentName("pulse." + plain);
        };
    }

    private void takeInterval(String key, Node node) {
        if (node instanceof ScalarNode scalar) {
            var every = scalar.getValue().matches("\\d+") ? scalar.getValue() + "s" : scalar.getValue();
            HOST_JOBS.forEach(job -> values.put("PULSE_" + job + "_EVERY", new Given(key, line(node), every)));
        } else {
            mistakes.add("line " + line(node) + ": '" + key + "' is a number of seconds");
        }
    }

    private void takeValue(String setting, String key, Node node) {
        if (node instanceof ScalarNode scalar) {
            var isNull = scalar.getTag().equals(Tag.NULL);
            put(setting, key, node, isNull ? "" : scalar.getValue());
        } else if (node instanceof SequenceNode list) {
            var items = new ArrayList<String>();
            for (var item : list.getValue()) {
                item(setting, key, item).ifPresent(items::add);
            }
            put(setting, key, node, String.join(separator(setting), items));
        }
    }

    private void put(String setting, String key, Node node, String text) {
        if (values.put(setting, new Given(key, line(node), text)) != null) {
            mistakes.add("line " + line(node) + ": '" + key + "' is given twice, under two names");
        }
    }

    private static String separator(String setting) {
        return WITH_SEMICOLONS.contains(setting) ? "; " : setting.equals(WITH_LINES) ? "\n" : ",";
    }

    private Optional<String> item(String setting, String key, Node node) {
        if (node instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        if (node instanceof MappingNode mapping) {
            return ofMapping(setting, key, mapping);
        }
        mistakes.add("line " + line(node) + ": '" + key + "' has a list in a list");
        return Optional.empty();
    }

    /** The line that the setting has for it. */
    private Optional<String> ofMapping(String setting, String key, MappingNode mapping) {
        if (setting.endsWith("_TARGETS")) {
            return target(key, mapping);
        }
        var parts = new LinkedHashMap<String, String>();
        for (var entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode name && entry.getValueNode() instanceof ScalarNode value) {
                parts.put(name.getValue().replace('_', '-'), value.getValue());
            } else {
                mistakes.add("line " + line(entry.getKeyNode()) + ": in '" + key + "' stands `name: value` only");
            }
        }
        if (parts.values().stream().anyMatch(value -> value.contains(";") || value.contains("\n"))) {
            mistakes.add(
                    "line " + line(mapping) + ": in '" + key + "' no value may have a semicolon or a line's end in it");
            return Optional.empty();
        }
        return switch (setting) {
            case "PULSE_LOGS" -> line(key, mapping, parts, List.of("path", "parser"), "");
            case "PULSE_PLUGINS_ENDPOINTS" -> line(key, mapping, parts, List.of("name", "url"), "");
            case "PULSE_PLUGINS_COMMANDS" -> line(key, mapping, parts, List.of("name"), "command");
            case "PULSE_PROCESSES_WATCH" ->
                Optional.of(parts.getOrDefault("name", "") + "=" + parts.getOrDefault("pattern", ""));
            default -> {
                mistakes.add("line " + line(mapping) + ": '" + key + "' is a list of words");
                yield Optional.empty();
            }
        };
    }

    /** First its bare words, then {@code name=value}, last what stands behind a colon. */
    private Optional<String> line(
            String key, MappingNode node, Map<String, String> parts, List<String> bare, String behindColon) {
        if (!parts.containsKey(bare.get(0)) || (!behindColon.isEmpty() && !parts.containsKey(behindColon))) {
            mistakes.add("line %d: in '%s' is no '%s'"
                    .formatted(line(node), key, parts.containsKey(bare.get(0)) ? behindColon : bare.get(0)));
            return Optional.empty();
        }
        var words = new ArrayList<String>();
        bare.stream()
                .filter(parts::containsKey)
                .map(parts::get)
                .map(YamlFile::quoted)
                .forEach(words::add);
        parts.forEach((name, value) -> {
            if (!bare.contains(name) && !name.equals(behindColon)) {
                words.add(quoted(name + "=" + value));
            }
        });
        return Optional.of(
                words.stream().collect(joining(" ")) + (behindColon.isEmpty() ? "" : ": " + parts.get(behindColon)));
    }

    private static String quoted(String word) {
        return word.matches("\\S+") && word.indexOf('"') < 0
                ? word
                : '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Its other keys are settings of their own, with its name in them; but for {@code main}, which has none. */
    private Optional<String> target(String key, MappingNode mapping) {
        var name = mapping.getValue().stream()
                .filter(entry -> entry.getKeyNode() instanceof ScalarNode one
                        && one.getValue().equals("name"))
                .map(entry -> entry.getValueNode())
                .filter(ScalarNode.class::isInstance)
                .map(node -> ((ScalarNode) node).getValue())
                .findFirst();
        if (name.isEmpty()) {
            mistakes.add("line " + line(mapping) + ": in '" + key + "' is no 'name'");
            return name;
        }
        var kind = key.substring(0, key.lastIndexOf('.') + 1);
        var prefix = name.get().equals("main") ? kind : kind + name.get() + ".";
        for (var entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode one && !one.getValue().equals("name")) {
                take(prefix + one.getValue(), entry.getValueNode());
            }
        }
        return name;
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
