package io.pulsefleet.agent.collect.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.pulsefleet.wire.Frame;
import io.pulsefleet.wire.Reading;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A question out of a file, asked; one about the server is asked once for all its databases. */
record QuestionPart(Question question, Cluster cluster) implements Part {

    private static final String DATABASE = "database";

    /**
     * What a row becomes. Never changed: neighbours share it.
     *
     * @param database that it is about; empty where it is about the server
     * @param json for the document; null where it goes into none
     */
    record Row(Optional<String> database, List<Reading> readings, JsonNode json) {}

    @Override
    public String name() {
        return question.name();
    }

    @Override
    public Duration every() {
        return question.every();
    }

    @Override
    public boolean isFor(int version) {
        return question.isFor(version);
    }

    @Override
    public boolean isToldOnce() {
        return question.scope() == Question.Scope.SERVER_ONCE;
    }

    @Override
    public void read(Link link, Hello hello, Answers answers) throws SQLException {
        var rows = question.scope() == Question.Scope.SERVER
                ? cluster.rows(question.name(), answers.at(), () -> rows(link, answers.at()))
                : rows(link, answers.at());
        var told = new ArrayNode(JsonNodeFactory.instance);
        for (var row : rows) {
            if (row.database().isEmpty() || answers.tellsOf(row.database().get())) {
                row.readings().forEach(answers::add);
                Optional.ofNullable(row.json()).ifPresent(told::add);
            }
        }
        question.document().ifPresent(kind -> answers.table(kind, question.name(), told));
    }

    private List<Row> rows(Link link, Instant at) throws SQLException {
        var ofDatabases = question.labels().contains(DATABASE);
        return link.ask(
                question.sql(),
                Question.MOST_ROWS,
                row -> new Row(
                        ofDatabases ? Optional.of(textOf(row, DATABASE)) : Optional.empty(),
                        readings(row, at),
                        question.document().isPresent() ? asJson(row) : null));
    }

    private List<Reading> readings(ResultSet row, Instant at) throws SQLException {
        var all = new ArrayList<Reading>();
        for (var column : question.numbers()) {
            var labels = new ArrayList<String>();
            for (var label : question.labels()) {
                labels.add(textOf(row, label));
            }
            labels.addAll(column.fixed().values());
            var value = row.getObject(column.column()) == null ? Frame.MISSING : row.getDouble(column.column());
            all.add(column.metric().read(at, value, labels.toArray(String[]::new)));
        }
        return all;
    }

    private static String textOf(ResultSet row, String column) throws SQLException {
        var text = row.getString(column);
        return text == null ? "" : text;
    }

    private JsonNode asJson(ResultSet row) throws SQLException {
        var json = new ObjectNode(JsonNodeFactory.instance);
        for (var column : columns()) {
            json.set(column, value(row, column));
        }
        return json;
    }

    private List<String> columns() {
        var columns = new ArrayList<>(question.labels());
        question.numbers().forEach(number -> columns.add(number.column()));
        columns.addAll(question.fields());
        return columns;
    }

    private static JsonNode value(ResultSet row, String column) throws SQLException {
        var value = row.getObject(column);
        if (value == null) {
            return NullNode.instance;
        }
        if (value instanceof Boolean truth) {
            return BooleanNode.valueOf(truth);
        }
        if (value instanceof Integer || value instanceof Long) {
            return LongNode.valueOf(((Number) value).longValue());
        }
        if (value instanceof BigDecimal exact) {
            return DecimalNode.valueOf(exact);
        }
        if (value instanceof Timestamp) {
            return TextNode.valueOf(
                    row.getObject(column, OffsetDateTime.class).toInstant().toString());
        }
        return TextNode.valueOf(row.getString(column));
    }
}
