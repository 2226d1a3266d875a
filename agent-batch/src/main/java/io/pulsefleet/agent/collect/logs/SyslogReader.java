package io.pulsefleet.agent.collect.logs;

/** Syslog as it lies in files and as it is sent: RFC 3164 and 5424, with a priority or without, with ISO times as well. */
final class SyslogReader implements LineReader {

    private static final String[] FACILITIES = {
        "kern",
        "user",
        "mail",
        "daemon",
        "auth",
        "syslog",
        "lpr",
        "news",
        "uucp",
        "cron",
        "authpriv",
        "ftp",
        "ntp",
        "audit",
        "alert",
        "clock",
        "local0",
        "local1",
        "local2",
        "local3",
        "local4",
        "local5",
        "local6",
        "local7"
    };

    private final Times times;

    SyslogReader(Times times) {
        this.times = times;
    }

    @Override
    public boolean read(String text, Line into) {
        int at = priority(text, into);
        if (text.startsWith("1 ", at) && at > 0) {
            return read5424(text, at + 2, into);
        }
        int blank = text.indexOf(' ', at);
        if (blank < 0) {
            return false;
        }
        int end;
        if (blank - at >= 19) {
            into.at = times.iso(text.substring(at, blank));
            end = blank;
        } else {
            end = Math.min(text.length(), at + 15);
            into.at = times.syslog(text.substring(at, end));
        }
        return into.at != null && end < text.length() && readRest(text, end + 1, into);
    }

    /** @return behind {@code <34>}, where it begins with one */
    private static int priority(String text, Line into) {
        int end = text.startsWith("<") ? text.indexOf('>') : -1;
        if (end < 2 || end > 4) {
            return 0;
        }
        int number = 0;
        for (int i = 1; i < end; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        if (number < 0 || number >= 8 * FACILITIES.length) {
            return 0;
        }
        into.severity = Severities.ofSyslog(number);
        into.put("syslog.facility", FACILITIES[number / 8]);
        return end + 1;
    }

    /** {@code web1 sshd[17]: ...}; one without a host begins with the program. */
    private static boolean readRest(String text, int from, Line into) {
        int colon = text.indexOf(": ", from);
        int host = text.indexOf(' ', from);
        if (colon < 0 && text.endsWith(":")) {
            colon = text.length() - 1;
        }
        if (colon < 0 || host < 0) {
            into.text = text.substring(from);
            return true;
        }
        int program = host < colon ? host + 1 : from;
        if (host < colon) {
            into.put("host.name", text.substring(from, host));
        }
        if (text.indexOf(' ', program) >= 0 && text.indexOf(' ', program) < colon) {
            into.text = text.substring(program); // no program: words with a colon among them
            return true;
        }
        readProgram(text.substring(program, colon), into);
        into.text = colon + 2 <= text.length() ? text.substring(colon + 2) : "";
        return true;
    }

    private static void readProgram(String program, Line into) {
        int bracket = program.indexOf('[');
        if (bracket > 0 && program.endsWith("]")) {
            into.put("process.name", program.substring(0, bracket));
            into.put("process.pid", program.substring(bracket + 1, program.length() - 1));
        } else {
            into.put("process.name", program);
        }
    }

    /** {@code 2026-11-21T10:00:00Z web1 app 17 ID47 [sd@1 key="value"] text}. */
    private boolean read5424(String text, int from, Line into) {
        var parts = text.substring(from).split(" ", 6);
        if (parts.length < 6) {
            return false;
        }
        into.at = parts[0].equals("-") ? null : times.iso(parts[0]);
        if (into.at == null && !parts[0].equals("-")) {
            return false;
        }
        into.put("host.name", parts[1]);
        into.put("process.name", parts[2]);
        into.put("process.pid", parts[3]);
        into.put("syslog.msgid", parts[4]);
        var rest = parts[5];
        int end = rest.startsWith("-") ? 1 : structured(rest, into);
        into.text = end < rest.length() ? rest.substring(end).strip().replaceFirst("^\uFEFF", "") : "";
        return true;
    }

    /** @return where the text begins */
    private static int structured(String text, Line into) {
        int at = 0;
        while (at < text.length() && text.charAt(at) == '[') {
            int name = at + 1;
            while (name < text.length() && text.charAt(name) != ' ' && text.charAt(name) != ']') {
                name++;
            }
            var id = text.substring(at + 1, name);
            at = name;
            while (at < text.length() && text.charAt(at) == ' ') {
                at = parameter(text, at + 1, id, into);
            }
            if (at >= text.length() || text.charAt(at) != ']') {
                return at;
            }
            at++;
        }
        return at;
    }

    private static int parameter(String text, int from, String id, Line into) {
        int equals = text.indexOf("=\"", from);
        if (equals < 0) {
            return text.length();
        }
        var value = new StringBuilder();
        int at = equals + 2;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at));
            at++;
        }
        into.put(id + "." + text.substring(from, equals), value.toString());
        return at + 1;
    }
}
