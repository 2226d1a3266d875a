package io.pulsefleet.supervisor;

import java.util.LinkedHashMap;
import java.util.Map;

/** JSON objects of texts and whole numbers, and nothing in them: all that is spoken here. Bounded by its caller. */
final class FlatJson {

    private static final int MOST_DIGITS = 18;

    private final String text;
    private int at;

    private FlatJson(String text) {
        this.text = text;
    }

    /**
     * Texts as String, numbers as Long.
     *
     * @throws IllegalArgumentException that says what is wrong, and where
     */
    static Map<String, Object> read(String text) {
        return new FlatJson(text).object();
    }

    private Map<String, Object> object() {
        var fields = new LinkedHashMap<String, Object>();
        expect('{');
        if (!isNext('}')) {
            do {
                skipSpaces();
                var name = string();
                expect(':');
                skipSpaces();
                if (fields.put(name, value()) != null) {
                    throw wrong("a name that stands there twice");
                }
            } while (isNext(','));
            expect('}');
        }
        skipSpaces();
        if (at < text.length()) {
            throw wrong("more behind the object");
        }
        return fields;
    }

    private Object value() {
        return at < text.length() && text.charAt(at) == '"' ? string() : number();
    }

    private Long number() {
        var begin = at;
        if (at < text.length() && text.charAt(at) == '-') {
            at++;
        }
        var digits = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == digits || at - digits > MOST_DIGITS) {
            throw wrong("neither a text nor a whole number");
        }
        return Long.valueOf(text.substring(begin, at));
    }

    private String string() {
        expect('"');
        var read = new StringBuilder();
        while (true) {
            var next = next();
            if (next == '"') {
                return read.toString();
            }
            if (next < ' ') {
                throw wrong("a control character in a text");
            }
            read.append(next == '\\' ? escaped() : next);
        }
    }

    private char escaped() {
        var next = next();
        return switch (next) {
            case '"', '\\', '/' -> next;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("an escape that there is not");
        };
    }

    private char unicode() {
        var code = 0;
        for (int i = 0; i < 4; i++) {
            var digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw wrong("an escape that is no number");
            }
            code = code << 4 | digit;
        }
        return (char) code;
    }

    private boolean isNext(char wanted) {
        skipSpaces();
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        if (!isNext(wanted)) {
            throw wrong("no " + wanted);
        }
    }

    private char next() {
        if (at == text.length()) {
            throw wrong("an end too early");
        }
        return text.charAt(at++);
    }

    private void skipSpaces() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("at character " + (at + 1) + ": " + what);
    }

    static String write(Map<String, ?> fields) {
        var json = new StringBuilder("{");
        for (var field : fields.entrySet()) {
            if (json.length() > 1) {
                json.append(',');
            }
            quote(field.getKey(), json);
            json.append(':');
            if (field.getValue() instanceof Number) {
                json.append(field.getValue());
            } else {
                quote(String.valueOf(field.getValue()), json);
            }
        }
        return json.append('}').toString();
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            var each = text.charAt(i);
            if (each == '"' || each == '\\') {
                json.append('\\').append(each);
            } else if (each < ' '
                    || each == 0x7f
                    || Character.isSurrogate(each)
                    || each == '\u2028'
                    || each == '\u2029') {
                json.append(String.format("\\u%04x", (int) each));
            } else {
                json.append(each);
            }
        }
        json.append('"');
    }
}
