package io.pulsefleet.agent.collect.logs;

/** {@code time=2026-11-21T10:00:00Z level=info msg="it is up" port=80}: at least two names with values. */
final class LogfmtReader implements LineReader {

    private final Times times;

    LogfmtReader(Times times) {
        this.times = times;
    }

    @Override
    public boolean read(String text, Line into) {
        int found = 0;
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) == ' ') {
                at++;
                continue;
            }
            int name = at;
            while (at < text.length() && text.charAt(at) != '=' && text.charAt(at) != ' ' && text.charAt(at) != '"') {
                at++;
            }
            if (at >= text.length() || text.charAt(at) != '=' || at == name) {
                return false;
            }
            at = value(text, at + 1, text.substring(name, at), into);
            found++;
        }
        if (found < 2) {
            return false;
        }
        Known.take(into, times, text);
        return true;
    }

    private static int value(String text, int from, String name, Line into) {
        if (from < text.length() && text.charAt(from) == '"') {
            var value = new StringBuilder();
            int at = from + 1;
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                    value.append(text.charAt(at) == 'n' ? '\n' : text.charAt(at) == 't' ? '\t' : text.charAt(at));
                } else {
                    value.append(text.charAt(at));
                }
                at++;
            }
            into.put(name, value.toString());
            return at + 1;
        }
        int end = text.indexOf(' ', from);
        end = end < 0 ? text.length() : end;
        into.put(name, text.substring(from, end));
        return end;
    }
}
