package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.wire.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One file of {@code postgres/*.sql}: its head as {@link QuestionHead} reads it, and its SQL, which psql runs as it is.
 *
 * @param name of the file, without its ending
 * @param scope what its answer is about: whether it is the same from each database of a server
 * @param versions of servers that understand it
 * @param extension that must be there for it
 * @param labels columns that tell the rows apart
 * @param numbers columns that are readings
 * @param fields columns that stand in the document only
 * @param document the kind of document that its rows are part of
 */
record Question(
        String name,
        String about,
        Duration every,
        Scope scope,
        Versions versions,
        Optional<Extension> extension,
        List<String> labels,
        List<Column> numbers,
        List<String> fields,
        Optional<String> document,
        String sql) {

    /** So many rows are read, whatever a file asks for. */
    static final int MOST_ROWS = 500;

    /** What an answer is about, and who tells it where several databases of one server are watched. */
    enum Scope {
        /** The database that is asked. */
        DATABASE,
        /** The server: asked once, told by each; rows that bear the label {@code database} by the one that they are about. */
        SERVER,
        /** The server, and much: told by the {@link Cluster}'s speaker only. */
        SERVER_ONCE
    }

    /** Both ends belong to it. */
    record Versions(int min, int max) {

        boolean has(int version) {
            return min <= version && version <= max;
        }
    }

    /** @param versions of the extension, counted by what follows its {@code 1.} */
    record Extension(String name, Versions versions) {}

    /**
     * A column that is a reading.
     *
     * @param fixed labels that it has in every row, beside those that the row itself has
     */
    record Column(String column, Metric metric, Map<String, String> fixed) {}

    List<Metric> metrics() {
        return numbers.stream().map(Column::metric).toList();
    }

    boolean isFor(int version) {
        return versions.has(version);
    }
}
