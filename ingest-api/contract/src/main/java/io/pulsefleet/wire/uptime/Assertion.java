package io.pulsefleet.wire.uptime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an answer must be.
 *
 * <pre>
 * status == 200                   status in 200-299,304
 * header content-type contains "json"
 * body contains "ready"           body not contains "error"      body matches "version \d+"
 * json $.queue.length &lt; 100       json $.items[0]['name'] == "a"   json $.error not exists
 * size &lt; 100000                   time.first_byte &lt; 300ms        time.total &lt; 2s
 * certificate.days &gt; 14           answer contains "192.0.2.7"    rows &gt; 0
 *
 * assertion  = subject ( "==" | "!=" ) value
 *            | subject ( "&lt;" | "&lt;=" | "&gt;" | "&gt;=" ) number
 *            | subject [ "not" ] "in" range { "," range }
 *            | subject [ "not" ] ( "contains" | "matches" ) text
 *            | subject [ "not" ] "exists"
 * subject    = "header" name | "json" path | one of those that {@link Subject} lists
 * path       = "$" { "." name | "[" index "]" | "['" name "']" }    at its end ".length" counts
 * range      = number [ "-" number ]
 * number     = digits [ "." digits ] [ "us" | "ms" | "s" | "m" ]     a time without a unit is in milliseconds
 * value      = number | text | "true" | "false" | "null"
 * text       = '"' characters '"'        with \" for a quotation mark; another backslash is taken as it is
 * </pre>
 *
 * <p>Where a subject has several values (a header that came twice, the records of a name), one of them is enough; with "not" and
 * "!=" none of them may. What is not there fulfils only what is said with "not" or "!=".
 */
public final class Assertion {

    static final int MOST = 50;
    static final int LONGEST = 1_000;

    private final String text;
    private final Subject subject;

    /** A header's name; empty for all but headers. */
    private final String name;

    private final JsonPath path;
    private final Comparison comparison;

    Assertion(String text, Subject subject, String name, JsonPath path, Comparison comparison) {
        this.text = text;
        this.subject = subject;
        this.name = name;
        this.path = path;
        this.comparison = comparison;
    }

    /** @throws IllegalArgumentException that says what is wrong, what is expected, and at which character, counted from 1 */
    public static Assertion parse(String text) {
        return new AssertionReader(text).read();
    }

    /** @throws IllegalArgumentException that begins with {@code assertions[1]: } */
    static List<Assertion> all(List<String> texts, Set<Subject> allowed) {
        if (texts.size() > MOST) {
            throw new IllegalArgumentException("assertions: are more than " + MOST);
        }
        var all = new ArrayList<Assertion>();
        for (int i = 0; i < texts.size(); i++) {
            try {
                var one = parse(texts.get(i));
                if (!allowed.contains(one.subject)) {
                    throw new IllegalArgumentException("'" + one.subject.word() + "' is not known of this kind; it has "
                            + Subject.listed(allowed) + " (at 1)");
                }
                all.add(one);
            } catch (IllegalArgumentException mistake) {
                throw new IllegalArgumentException("assertions[" + i + "]: " + mistake.getMessage(), mistake);
            }
        }
        return List.copyOf(all);
    }

    /** Whether the body of an answer must be read for it. */
    public boolean readsBody() {
        return subject == Subject.BODY || subject == Subject.JSON;
    }

    /** Empty when it holds; otherwise a sentence: {@code status == 200: it is 503}. */
    public Optional<String> failure(Answer answer) {
        var judged = judge(answer);
        return judged.holds() ? Optional.empty() : Optional.of(text + ": " + judged.seen());
    }

    /** Whether it holds, and what was seen in any case. */
    public Judged judge(Answer answer) {
        try {
            var values = path == null ? subject.of(answer, name) : path.in(answer.json());
            return new Judged(text, comparison.holds(values), cut(shown(values)));
        } catch (CannotTellException why) {
            return new Judged(text, false, cut(why.getMessage()));
        }
    }

    private static String cut(String seen) {
        return seen.length() <= Judged.LONGEST_SEEN ? seen : seen.substring(0, Judged.LONGEST_SEEN);
    }

    /** The first that does not hold. */
    public static Optional<String> failure(List<Assertion> all, Answer answer) {
        return all.stream().flatMap(one -> one.failure(answer).stream()).findFirst();
    }

    private static String shown(List<Object> values) {
        return switch (values.size()) {
            case 0 -> "there is none";
            case 1 -> "it is " + Comparison.shown(values.get(0));
            default ->
                "they are "
                        + String.join(
                                ", ",
                                values.stream().limit(10).map(Comparison::shown).toList());
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
