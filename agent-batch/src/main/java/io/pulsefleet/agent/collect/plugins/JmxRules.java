package io.pulsefleet.agent.collect.plugins;

import io.pulsefleet.wire.Metric.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * What a JVM's beans are asked, as files of data say it:
 *
 * <pre>
 * bean    java.lang:type=GarbageCollector,name=*
 * label   jvm.gc.name   name                                   that part of the bean's name; {@code @Type}: its attribute;
 *                                                              {@code type()}: what stands there in parentheses
 * counter jvm.gc.time   s   CollectionTime   *0.001            a composite's part stands behind a dot: Usage.used
 * </pre>
 */
final class JmxRules {

    private static final List<String> SHIPPED = List.of("jvm", "pools");
    private static final int MOST_FILES = 100;
    private static final long LARGEST = 1 << 16;

    /**
     * Beans whose names fit, and what each is asked.
     *
     * @param labels by their names: a key of the bean's name, or {@code @} and an attribute
     */
    record Rule(ObjectName beans, Map<String, String> labels, List<Measure> measures) {

        List<String> attributes() {
            var ofLabels = labels.values().stream()
                    .filter(value -> value.startsWith("@"))
                    .map(value -> value.substring(1));
            return Stream.concat(measures.stream().map(Measure::attribute), ofLabels)
                    .distinct()
                    .toList();
        }
    }

    /**
     * @param part of a composite; empty where the attribute is the number
     * @param factor from the bean's unit to ours
     */
    record Measure(Kind kind, String metric, String unit, String attribute, String part, double factor) {}

    private JmxRules() {}

    static List<Rule> shipped() {
        return SHIPPED.stream()
                .flatMap(name -> {
                    try (var file = JmxRules.class.getResourceAsStream("/jmx/" + name + ".rules")) {
                        return of(name, new String(file.readAllBytes(), StandardCharsets.UTF_8)).stream();
                    } catch (IOException broken) {
                        throw new UncheckedIOException(broken);
                    }
                })
                .toList();
    }

    /** @param refused files that are not taken, and why */
    record Read(List<Rule> rules, List<String> refused) {}

    /** Those that are shipped, and the user's own behind them: all files {@code *.rules} of a folder that need not be there. */
    static Read shippedAndIn(Path folder) {
        var rules = new ArrayList<>(shipped());
        var refused = new ArrayList<String>();
        for (var path : filesIn(folder, refused)) {
            try {
                if (Files.size(path) > LARGEST) {
                    throw new IOException("is larger than " + LARGEST + " bytes");
                }
                rules.addAll(of(path.toString(), Files.readString(path)));
            } catch (IOException unreadable) {
                refused.add(path + " cannot be read: " + unreadable.getMessage());
            } catch (IllegalArgumentException mistake) {
                refused.add(String.valueOf(mistake.getMessage()));
            }
        }
        return new Read(List.copyOf(rules), List.copyOf(refused));
    }

    private static List<Path> filesIn(Path folder, List<String> refused) {
        try (var all = Files.list(folder)) {
            return all.filter(path -> path.toString().endsWith(".rules"))
                    .sorted()
                    .limit(MOST_FILES)
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException unreadable) {
            refused.add(folder + " cannot be read: " + unreadable);
            return List.of();
        }
    }

    /** @throws IllegalArgumentException that names the line which cannot be understood */
    static List<Rule> of(String name, String text) {
        var rules = new ArrayList<Rule>();
        var lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            var words = List.of(lines.get(i).strip().split("\\s+", -1));
            if (words.get(0).isEmpty() || words.get(0).startsWith("#")) {
                continue;
            }
            try {
                learn(words, lines.get(i).strip(), rules);
            } catch (IllegalArgumentException | IndexOutOfBoundsException | MalformedObjectNameException mistake) {
                throw new IllegalArgumentException(
                        "%s, line %d: '%s' cannot be understood".formatted(name, i + 1, lines.get(i)), mistake);
            }
        }
        return List.copyOf(rules);
    }

    private static void learn(List<String> words, String line, List<Rule> rules) throws MalformedObjectNameException {
        switch (words.get(0)) {
            case "bean" ->
                rules.add(new Rule(
                        new ObjectName(line.substring("bean".length()).strip()), new TreeMap<>(), new ArrayList<>()));
            case "label" -> rules.get(rules.size() - 1).labels().put(words.get(1), words.get(2));
            case "gauge" -> rules.get(rules.size() - 1).measures().add(measure(Kind.GAUGE, words));
            case "counter" -> rules.get(rules.size() - 1).measures().add(measure(Kind.COUNTER, words));
            default -> throw new IllegalArgumentException(words.get(0));
        }
    }

    private static Measure measure(Kind kind, List<String> words) {
        var path = words.get(3).split("\\.", 2);
        var factor = words.size() > 4 ? Double.parseDouble(words.get(4).replaceFirst("^\\*", "")) : 1;
        return new Measure(kind, words.get(1), words.get(2), path[0], path.length > 1 ? path[1] : "", factor);
    }
}
