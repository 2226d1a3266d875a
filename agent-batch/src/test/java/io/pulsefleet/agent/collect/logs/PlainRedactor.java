package io.pulsefleet.agent.collect.logs;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** {@link Redactor} as it was first written, letter by letter: what is taken away by the quick one is compared to this. */
final class PlainRedactor {

    private static final String GONE = "?";
    private static final List<String> SECRETS = List.of(
            "password",
            "passwd",
            "passphrase",
            "pwd",
            "secret",
            "token",
            "apikey",
            "authorization",
            "credential",
            "privatekey",
            "accesskey",
            "cookie",
            "sessionid");
    private static final Pattern SCHEME = Pattern.compile("(?i)\\s*(?:bearer|basic|digest|negotiate)\\s+[^\\s,;\"']+");
    private static final int LONGEST_NAME = 40;

    private final boolean on;
    private final List<Pattern> own;

    /** @param own patterns; what they find goes, or their first group where they have one */
    PlainRedactor(boolean on, List<Pattern> own) {
        this.on = on;
        this.own = List.copyOf(own);
    }

    String text(String text) {
        var safe = on ? withoutTokens(withoutValues(text)) : text;
        for (var pattern : own) {
            safe = without(pattern, safe);
        }
        return safe;
    }

    /** Of a field: what its name says may be enough. */
    String value(String name, String value) {
        return on && isSecret(name, 0, name.length()) ? GONE : text(value);
    }

    private static String without(Pattern pattern, String text) {
        var match = pattern.matcher(text);
        var safe = new StringBuilder();
        int told = 0;
        while (match.find()) {
            int group = match.groupCount() > 0 && match.start(1) >= 0 ? 1 : 0;
            if (match.end(group) > match.start(group)) {
                safe.append(text, told, match.start(group)).append(GONE);
                told = match.end(group);
            }
        }
        return told == 0 ? text : safe.append(text, told, text.length()).toString();
    }

    private static String withoutValues(String text) {
        StringBuilder safe = null;
        int told = 0;
        for (int at = 0; at < text.length(); at++) {
            var one = text.charAt(at);
            if (one != '=' && one != ':' && one != '\'') {
                continue;
            }
            int from = -1;
            int end = -1;
            if (one == ':' && text.startsWith("//", at + 1)) {
                from = userInfo(text, at + 3);
                end = from < 0 ? -1 : text.indexOf('@', from);
            } else if (nameIsSecret(text, at)) {
                from = one == '\'' ? at : valueStart(text, at + 1);
                end = valueEnd(text, from);
            }
            if (from >= told && end > from) {
                safe = safe == null ? new StringBuilder(text.length()) : safe;
                safe.append(text, told, from).append(GONE);
                told = end;
                at = end - 1;
            }
        }
        return safe == null ? text : safe.append(text, told, text.length()).toString();
    }

    /** Behind the user's name in {@code //user:password@host}; -1 where there is no password. */
    private static int userInfo(String text, int from) {
        int colon = -1;
        for (int at = from; at < text.length(); at++) {
            var one = text.charAt(at);
            if (one == ':' && colon < 0) {
                colon = at;
            } else if (one == '@') {
                return colon < 0 ? -1 : colon + 1;
            } else if (one <= ' ' || one == '/' || one == '"' || one == '\'') {
                return -1;
            }
        }
        return -1;
    }

    /** The word before it, without the quotes and blanks between. */
    private static boolean nameIsSecret(String text, int separator) {
        int end = separator;
        while (end > 0
                && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '"' || text.charAt(end - 1) == '\'')) {
            end--;
        }
        int from = end;
        while (from > 0 && end - from < LONGEST_NAME && isOfName(text.charAt(from - 1))) {
            from--;
        }
        return end - from > 2 && isSecret(text, from, end);
    }

    private static boolean isOfName(char one) {
        return Character.isLetterOrDigit(one) || one == '_' || one == '-' || one == '.';
    }

    private static boolean isSecret(String text, int from, int end) {
        var last = text.charAt(end - 1) | 0x20; // most names are ruled out by their last letter
        if ("dteynls".indexOf(last) < 0) {
            return false;
        }
        var name = text.substring(from, end)
                .toLowerCase(Locale.ROOT)
                .replace("_", "")
                .replace("-", "");
        return SECRETS.stream()
                .anyMatch(secret -> name.endsWith(secret) || (name.endsWith("s") && name.endsWith(secret + "s")));
    }

    private static int valueStart(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private static int valueEnd(String text, int from) {
        if (from >= text.length()) {
            return -1;
        }
        var quote = text.charAt(from);
        if (quote == '"' || quote == '\'') {
            for (int at = from + 1; at < text.length(); at++) {
                if (text.charAt(at) == '\\') {
                    at++;
                } else if (text.charAt(at) == quote) {
                    return at + 1;
                }
            }
            return text.length();
        }
        var scheme = SCHEME.matcher(text).region(from, text.length());
        if (scheme.lookingAt()) {
            return scheme.end();
        }
        int end = from;
        while (end < text.length() && text.charAt(end) > ' ' && ",;&\"')}]".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** JSON web tokens, and keys of AWS and GitHub. */
    private static String withoutTokens(String text) {
        var safe = text;
        for (var beginning : List.of("eyJ", "AKIA", "ghp_", "Bearer ")) {
            for (int at = safe.indexOf(beginning); at >= 0; at = safe.indexOf(beginning, at + 1)) {
                int end = at + beginning.length();
                while (end < safe.length() && isOfToken(safe.charAt(end))) {
                    end++;
                }
                if (end - at >= 16 && (at == 0 || !isOfName(safe.charAt(at - 1)))) {
                    safe = safe.substring(0, at) + GONE + safe.substring(end);
                }
            }
        }
        return safe;
    }

    private static boolean isOfToken(char one) {
        return isOfName(one) || one == '/' || one == '+' || one == '=';
    }
}
