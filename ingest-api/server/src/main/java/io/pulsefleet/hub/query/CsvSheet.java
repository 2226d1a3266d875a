package io.pulsefleet.hub.query;

import io.pulsefleet.store.series.Source;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The answer as a table (RFC 4180): a row for each point. {@code no env} is said of agents without this tag, {@code env=""}
 * of those whose tag is empty.
 */
final class CsvSheet implements Sheet {

    private static final String END = "\r\n";

    private final Writer out;
    private String metric;

    private By by;

    CsvSheet(OutputStream out) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 32 << 10);
    }

    @Override
    public void begin(Answer answer) throws IOException {
        metric = quoted(answer.metric());
        by = answer.by();
        out.write("metric,agent,hostname," + (by.wantsMarks() ? "group,tags," : "") + "collector,target,labels,at,value"
                + END);
    }

    @Override
    public void line(Line line, Curve curve) throws IOException {
        var marks = by.wantsMarks() ? quoted(line.group()) + "," + quoted(tags(line.tags())) + "," : "";
        var begin = String.join(
                        ",",
                        metric,
                        line.agent() == null ? "" : line.agent().toString(),
                        quoted(line.hostname()),
                        marks + quoted(line.collector()),
                        quoted(line.target()),
                        quoted(labels(line.labels())))
                + ",";
        for (int point = 0; point < curve.size(); point++) {
            out.write(begin);
            out.write(Instant.ofEpochSecond(curve.at()[point]).toString());
            out.write(',');
            out.write(Double.toString(curve.values()[point]));
            out.write(END);
        }
    }

    /** A table has no place for it. */
    @Override
    public void count(long lines) {}

    @Override
    public void end(Collection<Source> sources) throws IOException {
        out.flush();
    }

    /** A row that has not as many columns as the others. */
    @Override
    public void breakOff(String why) throws IOException {
        out.write(END + quoted(BROKEN_OFF + why) + END);
        out.flush();
    }

    private String tags(Map<String, String> tags) {
        return by.tags().stream()
                .map(name -> tags.containsKey(name) ? pair(name, tags.get(name)) : "no " + name)
                .collect(Collectors.joining(","));
    }

    private static String labels(Map<String, String> labels) {
        return labels == null
                ? ""
                : labels.entrySet().stream()
                        .map(label -> pair(label.getKey(), label.getValue()))
                        .collect(Collectors.joining(","));
    }

    private static String pair(String name, String value) {
        return name + "=\"" + value + '"';
    }

    /** What a spreadsheet would take for a formula is made a text. */
    private static String quoted(String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        var plain = "=+-@\t\r".indexOf(text.charAt(0)) < 0 ? text : "'" + text;
        return plain.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0) ? '"' + plain.replace("\"", "\"\"") + '"' : plain;
    }
}
