package io.pulsefleet.hub.http;

import io.pulsefleet.wire.Json;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * What stands in a file, as maps, lists, texts, numbers and flags, and in which line each part of it does.
 *
 * <p>Of YAML there is what JSON has, and aliases: {@code yes}, {@code 1:30} and {@code 2026-11-22} are texts, tags mean nothing. A
 * file has {@link #MOST} parts at most, and {@link #MOST_CHARACTERS} in texts and in the names of all that they stand in, however
 * often its aliases repeat them. A name that stands twice in an object is refused.
 */
public final class Tree {

    private static final int MOST = 300_000;
    private static final int DEEPEST = 30;
    private static final int LONGEST = 16 << 20;
    private static final int MOST_CHARACTERS = 64 << 20;
    private static final int WIDTH = 120;
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,99})");
    private static final Pattern BROKEN = Pattern.compile("-?(0|[1-9][0-9]{0,30})\\.[0-9]{1,30}([eE][+-]?[0-9]{1,3})?");

    private final Object root;
    private final Map<String, Integer> lines;

    private Tree(Object root, Map<String, Integer> lines) {
        this.root = root;
        this.lines = lines;
    }

    /** @throws IllegalArgumentException it is no JSON; the place is told */
    public static Tree ofJson(String text) {
        try {
            return new Tree(Json.readOnce(text.getBytes(StandardCharsets.UTF_8)), Map.of());
        } catch (IOException isNone) {
            throw new IllegalArgumentException(isNone.getMessage(), isNone);
        }
    }

    /** @throws IllegalArgumentException it is no YAML, or too much of it; the line is told */
    public static Tree ofYaml(String text) {
        var options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        options.setCodePointLimit(LONGEST);
        options.setMaxAliasesForCollections(1_000);
        try {
            var node = new Yaml(options).compose(new StringReader(text));
            var reading = new Reading();
            return new Tree(node == null ? Map.of() : reading.value("", node, 0), reading.lines);
        } catch (MarkedYAMLException broken) {
            var mark = broken.getProblemMark();
            throw new IllegalArgumentException(
                    (mark == null ? "" : "line " + (mark.getLine() + 1) + ": ") + broken.getProblem(), broken);
        } catch (YAMLException broken) {
            throw new IllegalArgumentException(
                    broken.getMessage().lines().findFirst().orElse("is no YAML"), broken);
        }
    }

    /** The whole; what is no object has nothing in it. */
    public Object root() {
        return root;
    }

    /** What stands there, by itself: its fields have no name in front. */
    public Tree part(String name) {
        var below = new HashMap<String, Integer>();
        lines.forEach((field, line) -> {
            if (field.startsWith(name + ".")) {
                below.put(field.substring(name.length() + 1), line);
            } else if (field.startsWith(name + "[")) {
                below.put(field.substring(name.length()), line);
            }
        });
        return new Tree(root instanceof Map<?, ?> map ? map.get(name) : null, below);
    }

    /** {@code line 7: } of a field, or of what it stands in; empty where nobody knows. */
    public String line(String field) {
        var part = field;
        while (!part.isEmpty() && !lines.containsKey(part)) {
            part = part.substring(0, Math.max(0, Math.max(part.lastIndexOf('.'), part.lastIndexOf('['))));
        }
        return part.isEmpty() ? "" : "line " + lines.get(part) + ": ";
    }

    public static String yaml(Object value) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setIndent(2);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setWidth(WIDTH);
        options.setSplitLines(false);
        return new Yaml(new SafeConstructor(new LoaderOptions()), new Writing(options), options).dump(value);
    }

    /** As usual, but for texts with characters that would not be read as they were written. */
    private static final class Writing extends Representer {

        Writing(DumperOptions options) {
            super(options);
            var usual = representers.get(String.class);
            representers.put(
                    String.class,
                    text -> isOdd((String) text)
                            ? representScalar(Tag.STR, (String) text, ScalarStyle.DOUBLE_QUOTED)
                            : usual.representData(text));
        }

        private static boolean isOdd(String text) {
            return text.chars().anyMatch(c -> (c < ' ' && c != '\n') || (c > '~' && !Character.isLetterOrDigit(c)));
        }
    }

    private static final class Reading {

        private final Map<String, Integer> lines = new HashMap<>();
        private int parts;
        private long characters;

        private Object value(String path, Node node, int depth) {
            characters += path.length()
                    + (node instanceof ScalarNode scalar ? scalar.getValue().length() : 0);
            if (++parts > MOST || depth > DEEPEST || characters > MOST_CHARACTERS) {
                throw new IllegalArgumentException(
                        "has too many parts, parts in parts, or too long ones; aliases count as often as they stand");
            }
            lines.putIfAbsent(path, line(node));
            if (node instanceof MappingNode mapping) {
                return map(path, mapping, depth);
            }
            if (node instanceof SequenceNode list) {
                var all = new ArrayList<Object>();
                for (var one : list.getValue()) {
                    all.add(value(path + "[" + all.size() + "]", one, depth + 1));
                }
                return all;
            }
            return scalar((ScalarNode) node);
        }

        private Map<String, Object> map(String path, MappingNode mapping, int depth) {
            var all = new LinkedHashMap<String, Object>();
            for (var entry : mapping.getValue()) {
                if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                    throw new IllegalArgumentException("line " + line(entry.getKeyNode()) + ": a key must be a word");
                }
                var field = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
                if (all.containsKey(key.getValue())) {
                    throw new IllegalArgumentException("line " + line(key) + ": '" + field + "' is given twice");
                }
                lines.put(field, line(key));
                all.put(key.getValue(), value(field, entry.getValueNode(), depth + 1));
            }
            return all;
        }

        private static Object scalar(ScalarNode scalar) {
            var text = scalar.getValue();
            if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
                return text;
            }
            return switch (text) {
                case "", "~", "null" -> null;
                case "true" -> true;
                case "false" -> false;
                default ->
                    WHOLE.matcher(text).matches()
                            ? new BigInteger(text)
                            : BROKEN.matcher(text).matches() ? (Object) Double.valueOf(text) : text;
            };
        }

        private static int line(Node node) {
            return node.getStartMark().getLine() + 1;
        }
    }
}
