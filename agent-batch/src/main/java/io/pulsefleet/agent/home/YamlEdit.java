package io.pulsefleet.agent.home;

import io.pulsefleet.settings.Setting;
import java.io.StringReader;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Sets values in a YAML file of settings and leaves all else as it stands, comments too.
 *
 * <pre>
 * docker:                         docker:
 *   every: 10s   # often   -->      every: "30s"   # often
 *                                 system.every: "5s"
 * </pre>
 */
public final class YamlEdit {

    private final String text;
    private final Map<String, Place> places = new LinkedHashMap<>();

    /**
     * Where a value stands.
     *
     * @param key where its key begins
     */
    private record Place(int key, int from, int to) {}

    private YamlEdit(String text) {
        this.text = text;
    }

    /**
     * @param wanted as the environment calls them; null: the line goes
     * @param declared so that new lines are called as settings are
     * @throws IllegalArgumentException when the file cannot be read, or is no block of {@code key: value}
     */
    public static String set(String text, Map<String, String> wanted, Collection<Setting<?>> declared) {
        var edit = new YamlEdit(text);
        edit.find();
        return edit.with(wanted, declared);
    }

    private void find() {
        try {
            var root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            if (root instanceof MappingNode mapping && mapping.getFlowStyle() == FlowStyle.FLOW) {
                throw new IllegalArgumentException("the file is written in braces; write it in lines of `key: value`");
            }
            if (root instanceof MappingNode mapping) {
                find("", mapping);
            } else if (root != null) {
                throw new IllegalArgumentException("the file is not `key: value`");
            }
        } catch (YAMLException broken) {
            throw new IllegalArgumentException("the file cannot be read: " + broken.getMessage(), broken);
        }
    }

    private void find(String prefix, MappingNode mapping) {
        for (var entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key) {
                var name = prefix + key.getValue();
                if (entry.getValueNode() instanceof MappingNode below) {
                    find(name + ".", below);
                } else {
                    places.put(YamlFile.settingOf(name), place(key, entry.getValueNode()));
                }
            }
        }
    }

    /** Marks count code points, texts count chars. */
    private Place place(Node key, Node value) {
        return new Place(
                text.offsetByCodePoints(0, key.getStartMark().getIndex()),
                text.offsetByCodePoints(0, value.getStartMark().getIndex()),
                text.offsetByCodePoints(0, value.getEndMark().getIndex()));
    }

    private String with(Map<String, String> wanted, Collection<Setting<?>> declared) {
        var changes = new TreeMap<Integer, Map.Entry<Place, String>>((one, other) -> Integer.compare(other, one));
        var added = new ArrayList<String>();
        wanted.forEach((setting, value) -> {
            var place = places.get(setting);
            if (place != null) {
                changes.put(place.from(), new SimpleEntry<>(place, value));
            } else if (value != null) {
                added.add(keyOf(setting, declared) + ": " + quoted(value));
            }
        });
        var edited = new StringBuilder(text);
        changes.values().forEach(change -> {
            var place = change.getKey();
            if (change.getValue() == null) {
                edited.delete(lineStart(place.key()), lineEnd(Math.max(place.from(), place.to() - 1)));
            } else {
                edited.replace(place.from(), place.to(), quoted(change.getValue()) + tail(place));
            }
        });
        return appended(edited, added);
    }

    /** A value of several lines ends where the next line begins. */
    private String tail(Place place) {
        return place.to() > place.from() && text.charAt(place.to() - 1) == '\n' ? "\n" : "";
    }

    private int lineStart(int at) {
        return text.lastIndexOf('\n', at - 1) + 1;
    }

    private int lineEnd(int at) {
        var end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end + 1;
    }

    private static String appended(StringBuilder edited, List<String> added) {
        if (!added.isEmpty() && edited.length() > 0 && edited.charAt(edited.length() - 1) != '\n') {
            edited.append('\n');
        }
        added.forEach(line -> edited.append(line).append('\n'));
        return edited.toString();
    }

    private static String keyOf(String setting, Collection<Setting<?>> declared) {
        return declared.stream()
                .filter(one -> one.environmentName().equals(setting))
                .map(one -> one.name().replaceFirst("^pulse\\.", ""))
                .findFirst()
                .orElse(setting);
    }

    private static String quoted(String value) {
        return '"'
                + value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t")
                + '"';
    }
}
