package io.pulsefleet.agent.collect.pglog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pulsefleet.agent.collect.tail.Ending;
import io.pulsefleet.agent.collect.tail.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** {@code jsonlog}, of PostgreSQL 15 and later: an object a line. */
final class JsonLog implements Format {

    private static final JsonFactory JSON = new JsonFactory();

    private final Times times;
    private final Utf8 utf8;

    JsonLog(Times times, Utf8 utf8) {
        this.times = times;
        this.utf8 = utf8;
    }

    @Override
    public int read(byte[] bytes, int from, int to, Ending ending, Draft into) {
        into.clear();
        int end = lineEnd(bytes, from, to);
        if (end == to && ending != Ending.CLOSED) {
            return NOT_WHOLE;
        }
        if (end - from <= 1) {
            into.kind = Draft.Kind.NOTHING;
        } else {
            readLine(bytes, from, end, into);
        }
        return Math.min(to, end + 1);
    }

    private void readLine(byte[] bytes, int from, int to, Draft into) {
        try (var json = JSON.createParser(bytes, from, to - from)) {
            tell(json, into);
        } catch (IOException perhapsNoUtf8) {
            var before = utf8.replaced();
            var text = utf8.text(bytes, from, to);
            into.clear();
            if (utf8.replaced() == before) {
                into.isBroken(sentence(text));
            } else {
                readText(text, into);
            }
        }
        if (into.kind == Draft.Kind.ENTRY && into.timestamp == null) {
            into.isBroken(sentence(utf8.text(bytes, from, Math.min(to, from + 80))));
        }
    }

    private void readText(String text, Draft into) {
        try (var json = JSON.createParser(text)) {
            tell(json, into);
        } catch (IOException noJson) {
            into.clear();
            into.isBroken(sentence(text));
        }
    }

    private static String sentence(String text) {
        return "is no line of jsonlog: " + text.substring(0, Math.min(80, text.length()));
    }

    private void tell(JsonParser json, Draft into) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            tell(name, json, into);
        }
    }

    private void tell(String name, JsonParser json, Draft into) throws IOException {
        switch (name) {
            case "timestamp" -> {
                var time = json.getText().getBytes(StandardCharsets.UTF_8);
                into.timestamp = times.read(time, 0, time.length).orElse(null);
            }
            case "user" -> into.user = text(json);
            case "dbname" -> into.database = text(json);
            case "pid" -> into.pid = json.getValueAsInt();
            case "remote_host" -> into.host = text(json);
            case "error_severity" -> into.severity = text(json);
            case "state_code" -> into.state = text(json);
            case "message" -> into.message = text(json);
            case "detail" -> into.detail = text(json);
            case "hint" -> into.hint = text(json);
            case "context" -> into.context = text(json);
            case "statement" -> into.statement = text(json);
            case "internal_query" -> into.statement = into.statement == null ? text(json) : into.statement;
            case "application_name" -> into.application = text(json);
            case "backend_type" -> into.backendType = text(json);
            case "query_id" -> {
                var id = json.getValueAsLong();
                into.queryId = id == 0 ? null : (Long) id;
            }
            default -> json.skipChildren();
        }
    }

    private static String text(JsonParser json) throws IOException {
        var text = json.getText();
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    /** Of an object that does not end there is nothing that can be relied on; what was read up to there is told. */
    @Override
    public void readBeginning(byte[] bytes, int from, int to, Draft into) {
        into.clear();
        try (var json = JSON.createParser(bytes, from, to - from)) {
            tell(json, into);
        } catch (IOException noEnd) {
            if (into.timestamp == null) {
                into.isBroken("is too long, and no line of jsonlog");
            }
        }
    }

    @Override
    public Passed pass(byte[] bytes, int from, int to, Ending ending, boolean begun) {
        int end = lineEnd(bytes, from, to);
        return end == to ? new Passed(to, ending == Ending.CLOSED) : new Passed(end + 1, true);
    }

    private static int lineEnd(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != '\n') {
            end++;
        }
        return end;
    }
}
