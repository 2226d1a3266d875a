package io.pulsefleet.agent.home;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import io.pulsefleet.settings.Setting;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
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
 * understood to whoever asks for a setting, and what no setting knows, or cannot be read, by {@link #mistakes(List, Set)}.
 * Where one part is no YAML, the others are looked at all the same: a part is what stands below a key at a line's beginning.
 */
public final class YamlFile {

    private static final int LARGEST = 1 << 20;
    private static final int MOST_BROKEN_PARTS = 20;

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

    /** @param line 0 where it is the whole file */
    private record Mistake(int line, String what) {

        @Override
        public String toString() {
            return line == 0 ? what : "line " + line + ": " + what;
        }
    }

    private final String name;
    private final Map<String, Given> values = new TreeMap<>();
    private final Set<Mistake> mistakes = new LinkedHashSet<>();
    private final List<String> ignored = new ArrayList<>();

    private YamlFile(String name) {
        this.name = name;
    }

    static YamlFile read(Path path) {
        var file = new YamlFile(path.toString());
        try {
            if (Files.size(path) > LARGEST) {
                file.mistakes.add(new Mistake(0, "is larger than " + LARGEST + " bytes"));
            } else {
                file.parse(Files.readString(path));
            }
        } catch (NoSuchFileException none) {
            return file; // it need not be there
        } catch (IOException unreadable) {
            file.mistakes.add(new Mistake(0, "cannot be read: " + unreadable));
        }
        return file;
    }

    public static YamlFile of(String text) {
        var file = new YamlFile("agent.yaml");
        file.parse(text);
        return file;
    }

    /** @throws IllegalArgumentException that names every line which cannot be understood */
    Optional<String> find(String setting) {
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(name + ": " + String.join("; ", sorted(mistakes)));
        }
        return understood(setting);
    }

    /** Also where other lines cannot be understood. */
    Optional<String> understood(String setting) {
        return Optional.ofNullable(values.get(environmentName(setting))).map(Given::text);
    }

    public String name() {
        return name;
    }

    /** What means nothing here, and why. */
    List<String> ignored() {
        return List.copyOf(ignored);
    }

    /** As it stands in the file. */
    Optional<String> keyOf(String environmentName) {
        return Optional.ofNullable(values.get(environmentName)).map(Given::key);
    }

    /**
     * All that is wrong with it, be it used or not, in the order of its lines: what is no YAML, keys which no setting knows,
     * and values that cannot be read.
     *
     * @param unsure beginnings of names: of a setting that is called so it is not known whether it is there
     */
    public List<String> mistakes(List<Setting<?>> declared, Set<String> unsure) {
        var byName = new LinkedHashMap<String, Setting<?>>();
        declared.forEach(setting -> byName.put(setting.environmentName(), setting));
        var found = new LinkedHashSet<>(mistakes);
        values.forEach((key, given) -> {
            var setting = byName.get(key);
            if (setting == null) {
                if (unsure.stream().noneMatch(key::startsWith)) {
                    found.add(new Mistake(
                            given.line(),
                            "no setting is called '%s'%s".formatted(given.key(), meant(key, byName.values()))));
                }
            } else if (!given.text().isBlank()
                    && !canBeRead(setting, given.text().strip())) {
                found.add(new Mistake(
                        given.line(),
                        "%s: cannot read '%s' (%s)"
                                .formatted(given.key(), setting.shown(given.text()), setting.about())));
            }
        });
        return sorted(found);
    }

    /** What was said of a setting, said of the line it stands in; empty where it does not stand here. */
    public Optional<String> inItsLine(String mistake) {
        return values.entrySet().stream()
                .filter(entry -> mistake.startsWith(entry.getKey() + ":") || mistake.startsWith(entry.getKey() + " "))
                .findFirst()
                .map(entry -> new Mistake(
                                entry.getValue().line(),
                                entry.getValue().key()
                                        + mistake.substring(entry.getKey().length()))
                        .toString());
    }

    private static boolean canBeRead(Setting<?> setting, String text) {
        try {
            return setting.read().apply(text) != null;
        } catch (RuntimeException unreadable) {
            return false;
        }
    }

    private static List<String> sorted(Set<Mistake> found) {
        return found.stream()
                .sorted(Comparator.comparingInt(Mistake::line))
                .map(Mistake::toString)
                .distinct()
                .toList();
    }

    private static String meant(String key, Collection<Setting<?>> settings) {
        return settings.stream()
                .min(Comparator.comparingInt(one -> distance(key, one.environmentName())))
                .filter(one -> distance(key, one.environmentName()) <= Math.max(2, key.length() / 6))
                .map(one -> "; did you mean '" + one.name().substring("pulse.".length()) + "'?")
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
        var rest = text.lines().collect(toCollection(ArrayList::new));
        for (int i = 0; i < MOST_BROKEN_PARTS; i++) {
            try {
                takeAll(String.join("\n", rest));
                return;
            } catch (MarkedYAMLException broken) {
                if (!withoutThePart(rest, broken)) {
                    return;
                }
            } catch (YAMLException broken) {
                mistakes.add(new Mistake(0, String.valueOf(broken.getMessage())));
                return;
            }
        }
    }

    private void takeAll(String text) {
        var options = new LoaderOptions();
        options.setMaxAliasesForCollections(50);
        options.setNestingDepthLimit(20);
        options.setCodePointLimit(LARGEST);
        var root = new Yaml(options).compose(new StringReader(text));
        if (root instanceof MappingNode mapping) {
            each("", mapping);
        } else if (root != null) {
            mistakes.add(new Mistake(1, "is not `key: value`"));
        }
    }

    /**
     * Notes the mistake, and empties the lines of its part. It may have begun in a part before, as a bracket that was not
     * closed.
     *
     * @return false where nothing is left to be emptied
     */
    private boolean withoutThePart(List<String> lines, MarkedYAMLException broken) {
        int line = lineOf(broken.getProblemMark()).orElse(0);
        int began = hasBegunBefore(broken) ? lineOf(broken.getContextMark()).orElse(line) : line;
        mistakes.add(new Mistake(
                line + 1,
                broken.getProblem()
                        + (began < line ? " (" + broken.getContext() + " of line " + (began + 1) + ")" : "")));
        int first = Math.min(began, lines.size() - 1);
        int last = Math.min(line, lines.size() - 1);
        while (first > 0 && !beginsPart(lines.get(first))) {
            first--;
        }
        while (last + 1 < lines.size() && !beginsPart(lines.get(last + 1))) {
            last++;
        }
        var left = false;
        for (int i = Math.max(0, first); i <= last; i++) {
            left |= !lines.set(i, "").isBlank();
        }
        return left;
    }

    private static boolean hasBegunBefore(MarkedYAMLException broken) {
        var what = String.valueOf(broken.getContext());
        return what.contains("flow") || what.contains("quoted");
    }

    private static Optional<Integer> lineOf(Mark mark) {
        return Optional.ofNullable(mark).map(Mark::getLine);
    }

    private static boolean beginsPart(String line) {
        return !line.isEmpty() && !Character.isWhitespace(line.charAt(0)) && "#-]}".indexOf(line.charAt(0)) < 0;
    }

    private void each(String prefix, MappingNode mapping) {
        var seen = new LinkedHashSet<String>();
        for (var entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                mistakes.add(new Mistake(line(entry.getKeyNode()), "a key must be a word"));
                continue;
            }
            if (!seen.add(key.getValue())) {
                mistakes.add(new Mistake(line(key), "'" + prefix + key.getValue() + "' is given twice"));
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
    static String settingOf(String key) {
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
            mistakes.add(new Mistake(line(node), "'" + key + "' is a number of seconds"));
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
            mistakes.add(new Mistake(line(node), "'" + key + "' is given twice, under two names"));
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
        mistakes.add(new Mistake(line(node), "'" + key + "' has a list in a list"));
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
                mistakes.add(new Mistake(line(entry.getKeyNode()), "in '" + key + "' stands `name: value` only"));
            }
        }
        if (parts.values().stream().anyMatch(value -> value.contains(";") || value.contains("\n"))) {
            mistakes.add(
                    new Mistake(line(mapping), "in '" + key + "' no value may have a semicolon or a line's end in it"));
            return Optional.empty();
        }
        return switch (setting) {
            case "PULSE_LOGS" -> line(key, mapping, parts, List.of("path", "parser"), "");
            case "PULSE_PLUGINS_ENDPOINTS" -> line(key, mapping, parts, List.of("name", "url"), "");
            case "PULSE_PLUGINS_COMMANDS" -> line(key, mapping, parts, List.of("name"), "command");
            case "PULSE_PROCESSES_WATCH" ->
                Optional.of(parts.getOrDefault("name", "") + "=" + parts.getOrDefault("pattern", ""));
            default -> {
                mistakes.add(new Mistake(line(mapping), "'" + key + "' is a list of words"));
                yield Optional.empty();
            }
        };
    }

    /** First its bare words, then {@code name=value}, last what stands behind a colon. */
    private Optional<String> line(
            String key, MappingNode node, Map<String, String> parts, List<String> bare, String behindColon) {
        if (!parts.containsKey(bare.get(0)) || (!behindColon.isEmpty() && !parts.containsKey(behindColon))) {
            mistakes.add(new Mistake(
                    line(node),
                    "in '%s' is no '%s'".formatted(key, parts.containsKey(bare.get(0)) ? behindColon : bare.get(0))));
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
            mistakes.add(new Mistake(line(mapping), "in '" + key + "' is no 'name'"));
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
