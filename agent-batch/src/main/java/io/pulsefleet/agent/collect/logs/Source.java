package io.pulsefleet.agent.collect.logs;

import io.pulsefleet.agent.collect.tail.Glob;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Files that are read as logs: {@code /var/log/app/*.log java encoding=latin1 rate=500}. Or systemd's journal: {@code journal},
 * {@code journal directory=/host/var/log/journal}, {@code journal namespace=shop}.
 *
 * @param name how it was given; its place and its numbers bear it
 * @param rate the most lines of a file in a second; empty where the setting for all holds
 * @param where of a journal: what {@code journalctl} is told of it
 * @param expected whether somebody asked for it: what is only usual may not be there
 */
record Source(
        String name,
        Glob files,
        String parser,
        Charset encoding,
        Optional<Integer> rate,
        List<String> where,
        boolean expected) {

    private static final String JOURNAL = "journal";

    private static final int MOST = 200;
    private static final String USUAL =
            "/var/log/syslog syslog; /var/log/messages syslog; /var/log/auth.log auth; /var/log/secure auth";

    /** @throws IllegalArgumentException that names what cannot be understood */
    static List<Source> allOf(String text) {
        var sources = new ArrayList<Source>();
        for (var one : text.split("[;\\n]", -1)) {
            switch (one.strip()) {
                case "", "none" -> {}
                case "default" -> {
                    for (var usual : USUAL.split(";", -1)) {
                        sources.add(of(usual.strip(), false));
                    }
                    sources.add(journal(JOURNAL, false));
                }
                default -> {
                    var first = one.strip().split("\\s+", 2)[0];
                    sources.add(first.equals(JOURNAL) ? journal(one.strip(), true) : of(one.strip(), true));
                }
            }
        }
        var names = sources.stream().map(Source::name).distinct().count();
        if (names < sources.size()) {
            throw new IllegalArgumentException("the same files are named twice");
        }
        if (sources.size() > MOST) {
            throw new IllegalArgumentException("more than " + MOST + " of them");
        }
        return List.copyOf(sources);
    }

    /** The journal that is only usual is read where none of the usual files is: what is there is in it as well. */
    static List<Source> wanted(List<Source> sources) {
        var files = sources.stream()
                .filter(source -> !source.expected && !source.isJournal())
                .anyMatch(source -> Files.exists(Path.of(source.name)));
        return sources.stream()
                .filter(source -> source.expected || !source.isJournal() || !files)
                .toList();
    }

    boolean isJournal() {
        return parser.equals(JOURNAL);
    }

    private static Source journal(String text, boolean expected) {
        var name = JOURNAL;
        var rate = Optional.<Integer>empty();
        var where = new ArrayList<String>();
        for (var word : List.of(text.split("\\s+", -1)).subList(1, text.split("\\s+", -1).length)) {
            var parts = word.split("=", 2);
            var value = parts.length > 1 ? parts[1] : "";
            switch (parts[0]) {
                case "rate" -> rate = Optional.of(Integer.valueOf(value));
                case "namespace", "directory" -> {
                    where.add("--" + parts[0] + "=" + value);
                    name = JOURNAL + ":" + value;
                }
                default ->
                    throw new IllegalArgumentException("'" + word + "' is none of namespace=, directory=, rate=");
            }
        }
        return new Source(name, null, JOURNAL, StandardCharsets.UTF_8, rate, List.copyOf(where), expected);
    }

    private static Source of(String text, boolean expected) {
        var quoted = text.startsWith("\"") ? text.indexOf('"', 1) : -1;
        var path = quoted > 0 ? text.substring(1, quoted) : text.split("\\s+", 2)[0];
        var rest = text.substring(quoted > 0 ? quoted + 1 : path.length()).strip();
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("'" + path + "' is no path from the root");
        }
        var parser = "plain";
        var encoding = StandardCharsets.UTF_8;
        var rate = Optional.<Integer>empty();
        for (var word : rest.isEmpty() ? new String[0] : rest.split("\\s+", -1)) {
            if (word.startsWith("encoding=")) {
                encoding = encoding(word.substring("encoding=".length()));
            } else if (word.startsWith("rate=")) {
                rate = Optional.of(Integer.valueOf(word.substring("rate=".length())));
            } else if (word.indexOf('=') < 0) {
                parser = word;
            } else {
                throw new IllegalArgumentException("'" + word + "' is neither a parser, encoding= nor rate=");
            }
        }
        return new Source(path, Glob.of(path).withRotated(), parser, encoding, rate, List.of(), expected);
    }

    private static Charset encoding(String name) {
        return switch (name) {
            case "utf-8", "utf8" -> StandardCharsets.UTF_8;
            case "latin1", "iso-8859-1" -> StandardCharsets.ISO_8859_1;
            default -> throw new IllegalArgumentException("encoding '" + name + "' is neither utf-8 nor latin1");
        };
    }
}
