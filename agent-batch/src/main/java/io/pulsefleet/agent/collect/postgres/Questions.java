package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.agent.collect.CollectorInfo.Sent;
import io.pulsefleet.wire.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All that a server is asked, in the order of {@code postgres/questions.txt}. */
record Questions(List<Question> all) {

    private static final String FOLDER = "/postgres/";

    /** See {@link #read(String, int)}. */
    static final List<Question> READ = Stream.of(
                    "activity",
                    "activity-13",
                    "locks",
                    "locks-13",
                    "statements",
                    "statements-1.10",
                    "statements-1.8",
                    "statements-1.7")
            .map(name -> QuestionHead.read(name, text(name + ".sql")))
            .toList();

    /** Those that the agent ships with. */
    static Questions shipped() {
        var names = text("questions.txt")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        return new Questions(names.stream().map(Questions::read).toList());
    }

    /**
     * One whose rows are not only told: a part of its own reads them.
     *
     * @param version of the server, or of the extension
     */
    static Question read(String name, int version) {
        return READ.stream()
                .filter(question ->
                        question.name().equals(name) || question.name().startsWith(name + "-"))
                .filter(question -> question.extension()
                        .map(Question.Extension::versions)
                        .orElse(question.versions())
                        .has(version))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no " + name + " for version " + version));
    }

    /** The file's own text. */
    static String text(String file) {
        try (var in = Questions.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + file + " among the questions");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Question read(String file) {
        return QuestionHead.read(file.replaceFirst("\\.sql$", ""), text(file));
    }

    List<Question> forVersion(int version) {
        return all.stream().filter(question -> question.isFor(version)).toList();
    }

    /** Each once, though several versions of a question tell it. */
    List<Metric> metrics() {
        var byName = new LinkedHashMap<String, Metric>();
        for (var question : all) {
            question.metrics().forEach(metric -> byName.putIfAbsent(metric.name(), metric));
        }
        return new ArrayList<>(byName.values());
    }

    /** By kind, of the questions whose rows are part of it; several versions of a question say the same. */
    List<Sent> documents() {
        var byKind = new TreeMap<String, Set<String>>();
        byKind.computeIfAbsent(Server.DOCUMENT, none -> new LinkedHashSet<>()).add(Server.DOCUMENT_MEANS);
        Stream.concat(READ.stream(), all.stream())
                .forEach(question -> question.document()
                        .ifPresent(kind -> byKind.computeIfAbsent(kind, none -> new LinkedHashSet<>())
                                .add(question.about())));
        return byKind.entrySet().stream()
                .map(entry -> new Sent(entry.getKey(), String.join(" ", entry.getValue())))
                .toList();
    }

    /** Labels whose values come and go. */
    List<String> entities() {
        return all.stream()
                .flatMap(question -> question.labels().stream())
                .filter(label -> !List.of("state", "mode", "backend_type", "object", "context")
                        .contains(label))
                .distinct()
                .toList();
    }
}
