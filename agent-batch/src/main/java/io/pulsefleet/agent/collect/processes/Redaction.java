package io.pulsefleet.agent.collect.processes;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command line without what its owner would not want told: {@code --password=***}.
 *
 * <p>It knows the usual ways to write a secret; a secret that stands there as a plain word it cannot know.
 */
final class Redaction {

    private static final String HIDDEN = "***";

    private static final String SECRET_NAME =
            "[\\w.-]*(?:passw(?:or)?d|passphrase|passwd|pwd|secret|token|api[-_.]?key|access[-_.]?key|private[-_.]?key|credential"
                    + "|authorization|sshpass)[\\w.-]*";

    /** An option or a variable by itself; its value is the next word. */
    private static final Pattern BARE = Pattern.compile("(?i)--?" + SECRET_NAME);

    /** {@code --db-password=x}, {@code -Dapi.key=x}, {@code PGPASSWORD=x}, {@code ?token=x&}, {@code Authorization: x}. */
    private static final Pattern ASSIGNED = Pattern.compile(
            "(?i)(" + SECRET_NAME + "\\s*[=:]\\s*)(?:(?:bearer|basic)\\s+)?(\"[^\"]*\"|'[^']*'|[^\\s&;,\"']+)");

    /** The same within one word that is a command line itself, as {@code sh -c} has. */
    private static final Pattern SPACED = Pattern.compile("(?i)(\\s--?" + SECRET_NAME + "\\s+)(?!-)([^\\s]+)");

    /** {@code postgres://user:secret@host}. */
    private static final Pattern IN_URL = Pattern.compile("(://[^/\\s:@]*:)[^/\\s@]+@");

    private static final Pattern BEARER = Pattern.compile("(?i)\\b(bearer|basic)\\s+[\\w.~+/=-]{8,}");

    /** What is a secret by its looks: JSON Web Tokens, AWS, GitHub and Slack keys. */
    private static final Pattern KNOWN = Pattern.compile("eyJ[\\w-]{8,}\\.[\\w-]+\\.[\\w-]*|\\bAKIA[0-9A-Z]{16}\\b"
            + "|\\bgh[pousr]_\\w{20,}|\\bgithub_pat_\\w{20,}|\\bxox[abprs]-[\\w-]{10,}");

    /** {@code mysql -psecret}: these programs take it so. */
    private static final Pattern TAKES_P =
            Pattern.compile("(?:.*/)?(?:mysql|mysqldump|mysqladmin|mariadb|sshpass)[\\w-]*");

    private Redaction() {}

    /** @param arguments as {@code /proc/<pid>/cmdline} has them, a NUL behind each */
    static String commandLine(String arguments, int longest) {
        var words = List.of(arguments.split("\0", -1));
        var told = new ArrayList<String>(words.size());
        var isSecret = false;
        for (var word : words) {
            told.add(isSecret && !word.startsWith("-") ? HIDDEN : of(word, words.get(0)));
            isSecret = BARE.matcher(word).matches();
        }
        var line = String.join(" ", told).replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= longest ? line : line.substring(0, longest) + "…";
    }

    private static String of(String word, String program) {
        if (word.length() > 2
                && word.startsWith("-p")
                && TAKES_P.matcher(program).matches()) {
            return "-p" + HIDDEN;
        }
        var told = ASSIGNED.matcher(word).replaceAll(found -> Matcher.quoteReplacement(found.group(1) + HIDDEN));
        told = SPACED.matcher(told).replaceAll(found -> Matcher.quoteReplacement(found.group(1) + HIDDEN));
        told = IN_URL.matcher(told).replaceAll("$1" + Matcher.quoteReplacement(HIDDEN) + "@");
        told = BEARER.matcher(told).replaceAll("$1 " + Matcher.quoteReplacement(HIDDEN));
        return KNOWN.matcher(told).replaceAll(Matcher.quoteReplacement(HIDDEN));
    }
}
