package io.pulsefleet.store.logs;

import java.util.List;
import java.util.Optional;

/**
 * Which lines are wanted: those that fit all of it. Of each part, none: whatever stands there.
 *
 * @param agents by number
 * @param severities one of these
 * @param sources one of those that are wanted, none of those that are not
 * @param fields of each name one of those that are wanted, none of those that are not
 * @param texts that it contains, all of them, in capitals or not
 * @param without texts that it does not contain
 * @param pattern a regular expression, as PostgreSQL knows them
 */
public record LogFilter(
        List<Integer> agents,
        List<String> severities,
        List<Name> sources,
        List<Field> fields,
        List<String> texts,
        List<String> without,
        Optional<String> pattern) {

    public static final LogFilter ALL =
            new LogFilter(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Optional.empty());

    public LogFilter {
        agents = List.copyOf(agents);
        severities = List.copyOf(severities);
        sources = List.copyOf(sources);
        fields = List.copyOf(fields);
        texts = List.copyOf(texts);
        without = List.copyOf(without);
    }

    /**
     * @param glob {@code *} stands for any characters, {@code ?} for one
     * @param wanted or not wanted
     */
    public record Name(String glob, boolean wanted) {}

    /** @param glob of its value; as above */
    public record Field(String name, String glob, boolean wanted) {}
}
