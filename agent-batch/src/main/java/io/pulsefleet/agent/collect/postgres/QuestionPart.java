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
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** A question out of a file, asked. */
record QuestionPart(Question question) implements Part {

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
    public void read(Link link, Hello hello, Answers answers) throws SQLException {
        var rows = new ArrayNode(JsonNodeFactory.instance);
        link.ask(question.sql(), Question.MOST_ROWS, row -> {
            readings(row, answers);
            return question.document().isPresent() ? rows.add(asJson(row)) : rows;
        });
        question.document().ifPresent(kind -> answers.table(kind, question.name(), rows));
    }

    private void readings(ResultSet row, Answers answers) throws SQLException {
        for (var column : question.numbers()) {
            var labels = new ArrayList<String>();
            for (var label : question.labels()) {
                labels.add(textOf(row, label));
            }
            labels.addAll(column.fixed().values());
            var value = row.getObject(column.column()) == null ? Frame.MISSING : row.getDouble(column.column());
            answers.add(column.metric().read(answers.at(), value, labels.toArray(String[]::new)));
        }
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
