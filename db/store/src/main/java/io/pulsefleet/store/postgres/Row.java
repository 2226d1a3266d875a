package io.pulsefleet.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** One row of an answer, by its columns' names; NULL is null. */
record Row(ResultSet set) {

    String text(String column) throws SQLException {
        return set.getString(column);
    }

    Integer number(String column) throws SQLException {
        return set.getObject(column, Integer.class);
    }

    Long big(String column) throws SQLException {
        return set.getObject(column, Long.class);
    }

    Double real(String column) throws SQLException {
        return set.getObject(column, Double.class);
    }

    Boolean bool(String column) throws SQLException {
        return set.getObject(column, Boolean.class);
    }

    Instant moment(String column) throws SQLException {
        var time = set.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** NULL: none. */
    List<Integer> numbers(String column) throws SQLException {
        return elements(column).map(Integer.class::cast).toList();
    }

    /** NULL: none; what is NULL in it is left out. */
    List<String> texts(String column) throws SQLException {
        return elements(column).filter(Objects::nonNull).map(String.class::cast).toList();
    }

    private Stream<Object> elements(String column) throws SQLException {
        var array = set.getArray(column);
        return array == null ? Stream.of() : Stream.of((Object[]) array.getArray());
    }

    Server server() throws SQLException {
        return new Server(set.getInt("agent"), set.getString("target"));
    }
}
