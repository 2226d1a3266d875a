package io.pulsefleet.agent.collect.logs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * A Java exception in an entry's text, and what it is known by: its class and its own frames at the top, without numbers of
 * lines, of lambdas and of proxies. So it stays the same when the code around it moves.
 */
record StackTrace(String type, String message, String fingerprint) {

    private static final Pattern HEAD = Pattern.compile("^(?:Exception in thread \"[^\"\\n]{0,200}\" |Caused by: )?"
            + "((?:[A-Za-z_$][\\w$]*\\.)+[A-Z][\\w$]*)(?::[ \\t]*([^\\n]*))?$");
    private static final Pattern NUMBERS =
            Pattern.compile("(\\$\\$?(?:Lambda|Proxy|Enhancer\\w*|FastClass\\w*))[^.]*|\\d+");
    private static final List<String> OTHERS = List.of(
            "java.",
            "javax.",
            "jakarta.",
            "jdk.",
            "sun.",
            "com.sun.",
            "com.ibm.",
            "io.openliberty.",
            "org.apache.",
            "org.springframework.",
            "org.eclipse.",
            "org.hibernate.",
            "org.jboss.",
            "io.netty.",
            "reactor.",
            "kotlin.",
            "scala.",
            "com.fasterxml.",
            "org.postgresql.",
            "org.junit.");
    private static final int MOST_FRAMES = 5;
    private static final int LONGEST_HEAD = 1_000;

    /** Empty where there is none. */
    static Optional<StackTrace> in(String text) {
        int at = text.indexOf("\n\tat ");
        if (at < 0) {
            at = text.indexOf("\n    at ");
        }
        if (at < 0) {
            return Optional.empty();
        }
        int head = text.lastIndexOf('\n', at - 1) + 1;
        for (int tries = 0; tries < 20; tries++) { // its message may have lines
            var found = headAt(text, head);
            if (found.isPresent()) {
                return found.map(names -> new StackTrace(names.get(0), names.get(1), fingerprint(names.get(0), text)));
            }
            if (head == 0) {
                break;
            }
            head = text.lastIndexOf('\n', head - 2) + 1;
        }
        return Optional.empty();
    }

    /** The line itself, or what stands behind the last blank before a class's name. */
    private static Optional<List<String>> headAt(String text, int from) {
        int end = text.indexOf('\n', from);
        var line = text.substring(from, Math.min(end < 0 ? text.length() : end, from + LONGEST_HEAD));
        for (int at = 0; at >= 0 && at < line.length(); at = next(line, at)) {
            var match = HEAD.matcher(line.substring(at));
            if (match.matches() && isThrowable(match.group(1))) {
                return Optional.of(List.of(match.group(1), match.group(2) == null ? "" : match.group(2)));
            }
        }
        return Optional.empty();
    }

    private static int next(String line, int at) {
        int blank = line.indexOf(' ', at);
        return blank < 0 ? -1 : blank + 1;
    }

    private static boolean isThrowable(String name) {
        return name.endsWith("Exception")
                || name.endsWith("Error")
                || name.endsWith("Throwable")
                || name.endsWith("Failure")
                || name.endsWith("Death")
                || name.contains("Exception$");
    }

    private static String fingerprint(String type, String text) {
        var own = new ArrayList<String>();
        var all = new ArrayList<String>();
        text.lines().map(String::strip).filter(line -> line.startsWith("at ")).forEach(line -> {
            int paren = line.indexOf('(');
            var frame = line.substring(3, paren < 0 ? line.length() : paren);
            int module = frame.indexOf('/');
            if (module > 0 && frame.lastIndexOf('$', module) < 0) { // else it is a lambda's
                frame = frame.substring(frame.lastIndexOf('/') + 1);
            }
            var name = NUMBERS.matcher(frame)
                    .replaceAll(found ->
                            found.group(1) == null ? "" : java.util.regex.Matcher.quoteReplacement(found.group(1)));
            if (all.size() < MOST_FRAMES) {
                all.add(name);
            }
            if (own.size() < MOST_FRAMES && OTHERS.stream().noneMatch(name::startsWith)) {
                own.add(name);
            }
        });
        var crc = new CRC32C();
        var known = type + "\n" + String.join("\n", own.isEmpty() ? all : own);
        crc.update(known.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue()) + HexFormat.of().toHexDigits(known.hashCode());
    }
}
