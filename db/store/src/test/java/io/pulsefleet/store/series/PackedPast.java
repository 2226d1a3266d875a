package io.pulsefleet.store.series;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.metrics.Frames;
import io.pulsefleet.store.metrics.Frames.NewFrame;
import io.pulsefleet.store.pack.Slice;
import io.pulsefleet.store.pack.SliceCodec;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

/** Writes the past as packing and rolling up leave it. */
record PackedPast(Database database) {

    /** Visits that are not packed yet. */
    void hot(int agent, int set, Instant at, double... values) {
        new Frames(database).write(Instant.now(), List.of(new NewFrame(at, agent, set, values)), PackedPast::isMissing);
    }

    /** @param values by position and row */
    void raw(int agent, int set, long part, Instant[] at, double[]... values) throws SQLException {
        pack(Source.RAW, agent, set, part, at, values);
    }

    /** @param columns of each position six: min, max, sum, count, last, how long before the newest visit; by row */
    void rolled(Source source, int agent, int set, long part, Instant[] at, double[]... columns) throws SQLException {
        pack(source, agent, set, part, at, columns);
    }

    private void pack(Source source, int agent, int set, long part, Instant[] at, double[]... columns)
            throws SQLException {
        var micros =
                IntStream.range(0, at.length).mapToLong(i -> Micros.of(at[i])).toArray();
        var packed = SliceCodec.pack(new Slice(micros, columns));
        try (var connection = database.connection();
                var insert = connection.prepareStatement(
                        "INSERT INTO pack (level, agent, set, part, count, from_at,"
                                + " first_at, last_at, times, ends, data, parts_from) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setInt(1, source.level());
            insert.setInt(2, agent);
            insert.setInt(3, set);
            insert.setLong(4, part);
            insert.setInt(5, packed.count());
            insert.setObject(
                    6,
                    Micros.instant(Micros.floor(micros[0], source.sliceMicros()))
                            .atOffset(ZoneOffset.UTC));
            insert.setObject(7, at[0].atOffset(ZoneOffset.UTC));
            insert.setObject(8, at[at.length - 1].atOffset(ZoneOffset.UTC));
            insert.setBytes(9, packed.times());
            insert.setArray(
                    10,
                    connection.createArrayOf(
                            "int4", IntStream.of(packed.ends()).boxed().toArray()));
            insert.setBytes(11, packed.data());
            insert.setObject(12, source == Source.RAW ? null : part, Types.BIGINT);
            insert.executeUpdate();
        }
    }

    /** A row of {@code rollup}, its newest visit at its very beginning: of each position min, max, sum, count, last. */
    void row(Source source, int agent, int set, long part, Instant from, double[]... positions) throws SQLException {
        try (var connection = database.connection();
                var insert = connection.prepareStatement("INSERT INTO rollup (level, agent, set, from_at, part, min,"
                        + " max, sum, count, last, parts_from, last_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setInt(1, source.level());
            insert.setInt(2, agent);
            insert.setInt(3, set);
            insert.setObject(4, from.atOffset(ZoneOffset.UTC));
            insert.setLong(5, part);
            for (int column = 0; column < 5; column++) {
                var its = column;
                insert.setArray(
                        6 + column,
                        connection.createArrayOf(
                                column == 3 ? "int4" : "float8",
                                List.of(positions).stream()
                                        .map(position ->
                                                its == 3 ? (Object) (int) position[its] : (Object) position[its])
                                        .toArray()));
            }
            insert.setObject(11, source == Source.HOUR ? null : part, Types.BIGINT);
            insert.setObject(12, from.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }

    static boolean isMissing(double value) {
        return Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(Slice.MISSING);
    }
}
