package io.pulsefleet.agent.collect.logs;

import java.util.ArrayList;
import java.util.List;

/**
 * A line with gaps: <code>{client.address} - {user.name} [{time}] "{request}" {status}</code>. What stands between two
 * pieces is the gap's value; it is read once from the left to the right, so no line takes longer than its length.
 * <code>{-}</code> is passed over. A gap between quotes ends at the closing one, also where the piece behind it is another.
 */
final class Template implements LineReader {

    private record Gap(String name, String until, boolean quoted) {}

    private final String beginning;
    private final List<Gap> gaps = new ArrayList<>();

    /** @throws IllegalArgumentException when it has no gap, or two without anything between */
    Template(String text) {
        int at = text.indexOf('{');
        if (at < 0) {
            throw new IllegalArgumentException("has no {gap}: " + text);
        }
        beginning = text.substring(0, at);
        var quotes = count(beginning);
        while (at < text.length()) {
            int end = text.indexOf('}', at);
            if (end < 0) {
                throw new IllegalArgumentException("a { is not closed: " + text);
            }
            int next = text.indexOf('{', end);
            var until = text.substring(end + 1, next < 0 ? text.length() : next);
            if (until.isEmpty() && next >= 0) {
                throw new IllegalArgumentException("nothing stands between two gaps: " + text);
            }
            gaps.add(new Gap(text.substring(at + 1, end), until, quotes % 2 == 1));
            quotes += count(until);
            at = next < 0 ? text.length() : next;
        }
    }

    private static int count(String text) {
        return (int) text.chars().filter(one -> one == '"').count();
    }

    @Override
    public boolean read(String text, Line into) {
        if (!text.startsWith(beginning)) {
            return false;
        }
        int at = beginning.length();
        for (var gap : gaps) {
            int end = gap.until.isEmpty() ? text.length() : find(text, gap, at);
            if (end < 0) {
                return false;
            }
            if (!gap.name.equals("-")) {
                into.put(gap.name, text.substring(at, end));
            }
            at = end + gap.until.length();
        }
        return at == text.length() || gaps.get(gaps.size() - 1).until.endsWith("\"");
    }

    private static int find(String text, Gap gap, int from) {
        if (!gap.quoted) {
            return text.indexOf(gap.until, from);
        }
        int quote = text.indexOf('"', from);
        while (quote > from && text.charAt(quote - 1) == '\\') {
            quote = text.indexOf('"', quote + 1);
        }
        if (quote < 0) {
            return -1;
        }
        if (gap.until.charAt(0) == '"') {
            return text.startsWith(gap.until, quote) ? quote : -1;
        }
        int end = text.indexOf(gap.until, from);
        return end < quote ? end : -1;
    }
}
