package io.pulsefleet.agent.collect.logs;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What of a log is not to leave this host: values behind names of secrets, what stands between a URL's slashes and its
 * {@code @}, tokens that are known by their beginning, and whatever the user's own patterns find.
 *
 * <p>It looks for the few characters that such things have, so a line without them costs one pass.
 */
final class Redactor {

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

    /** Of {@link #SECRETS}, by the last letter: most names are ruled out by it. */
    private static final String[][] BY_LAST_LETTER = byLastLetter();

    private static final boolean[] MAY_END = mayEnd();

    /** Of ASCII: what may stand before a value, and the rarest letter of each token's beginning. */
    private static final byte[] KINDS = kinds();

    private static final byte SEPARATOR = 1;
    private static final byte OF_BEGINNING = 2;
    private static final List<String> TOKENS = List.of("eyJ", "AKIA", "ghp_", "Bearer ");

    private final boolean on;
    private final List<Pattern> own;

    /** @param own patterns; what they find goes, or their first group where they have one */
    Redactor(boolean on, List<Pattern> own) {
        this.on = on;
        this.own = List.copyOf(own);
    }

    String text(String text) {
        var safe = on ? withoutSecrets(text) : text;
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

    /** One pass, that looks closer only where one of a few characters stands. */
    private static String withoutSecrets(String text) {
        StringBuilder safe = null;
        int told = 0;
        var mayHoldToken = false;
        int length = text.length();
        for (int at = 0; at < length; at++) {
            var one = text.charAt(at);
            if (one >= KINDS.length || KINDS[one] == 0) {
                continue;
            }
            if (KINDS[one] == OF_BEGINNING) {
                mayHoldToken |= isOfBeginning(text, at);
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
                safe = safe == null ? new StringBuilder(length) : safe;
                safe.append(text, told, from).append(GONE);
                told = end;
                at = end - 1;
                mayHoldToken = true; // what was passed over was not looked at
            }
        }
        if (!mayHoldToken) {
            return text;
        }
        return withoutTokens(
                safe == null ? text : safe.append(text, told, length).toString());
    }

    private static boolean isOfBeginning(String text, int at) {
        return switch (text.charAt(at)) {
            case 'J' -> at >= 2 && text.charAt(at - 1) == 'y' && text.charAt(at - 2) == 'e';
            case 'K' -> at >= 1 && text.charAt(at - 1) == 'A';
            case '_' -> at >= 3 && text.charAt(at - 1) == 'p' && text.charAt(at - 2) == 'h';
            default -> true;
        };
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
        if (end < 3 || !mayEndSecret(text.charAt(end - 1))) {
            return false;
        }
        int from = end;
        while (from > 0 && end - from < LONGEST_NAME && isOfName(text.charAt(from - 1))) {
            from--;
        }
        return end - from > 2 && isSecret(text, from, end);
    }

    private static boolean isOfName(char one) {
        return (one >= 'a' && one <= 'z') || Character.isLetterOrDigit(one) || one == '_' || one == '-' || one == '.';
    }

    private static boolean mayEndSecret(char one) {
        int letter = (one | 0x20) - 'a';
        return letter >= 0 && letter < MAY_END.length && MAY_END[letter];
    }

    /** Whether it ends with the name of a secret, or of several, whatever stands between its letters. */
    private static boolean isSecret(String text, int from, int end) {
        int last = end - 1;
        if (last < from || !mayEndSecret(text.charAt(last))) {
            return false;
        }
        var letter = small(text.charAt(last));
        if (letter == 's') {
            do {
                last--;
            } while (last >= from && isBetween(text.charAt(last)));
            letter = last < from ? '-' : small(text.charAt(last));
        }
        if (letter < 'a' || letter > 'z') {
            return false;
        }
        for (var secret : BY_LAST_LETTER[letter - 'a']) {
            if (endsWith(text, from, last, secret)) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsWith(String text, int from, int last, String secret) {
        int at = last;
        for (int i = secret.length() - 1; i >= 0; i--) {
            while (at >= from && isBetween(text.charAt(at))) {
                at--;
            }
            if (at < from || small(text.charAt(at)) != secret.charAt(i)) {
                return false;
            }
            at--;
        }
        return true;
    }

    private static boolean isBetween(char one) {
        return one == '_' || one == '-';
    }

    /** No letter beyond ASCII becomes one of it, but for the sign of Kelvin. */
    private static char small(char one) {
        return one >= 'A' && one <= 'Z' ? (char) (one | 0x20) : one == '\u212a' ? 'k' : one;
    }

    private static String[][] byLastLetter() {
        var all = new String[26][];
        for (int i = 0; i < all.length; i++) {
            var letter = String.valueOf((char) ('a' + i));
            all[i] = SECRETS.stream().filter(one -> one.endsWith(letter)).toArray(String[]::new);
        }
        return all;
    }

    /** The letters above, and that of the plural. */
    private static boolean[] mayEnd() {
        var may = new boolean[26];
        for (int i = 0; i < may.length; i++) {
            may[i] = BY_LAST_LETTER[i].length > 0 || i == 's' - 'a';
        }
        return may;
    }

    private static byte[] kinds() {
        var kinds = new byte[128];
        for (var one : "=:'".toCharArray()) {
            kinds[one] = SEPARATOR;
        }
        for (var one : "JK_B".toCharArray()) {
            kinds[one] = OF_BEGINNING;
        }
        return kinds;
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
        for (var beginning : TOKENS) {
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
