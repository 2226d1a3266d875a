package io.pulsefleet.agent.collect.pglog;

import java.util.List;

/**
 * Something that happens to a server, and how its entry is known.
 *
 * @param states SQLSTATEs of such entries
 * @param messages how their messages may begin; {@code *} stands for any text. Where there are states as well, these tell
 *     events of the same state apart
 * @param about what it is, and what may be done about it
 */
record Event(String name, Severity severity, List<String> states, List<String> messages, String about) {

    /** How much it matters, whatever the level of its entry. */
    enum Severity {
        INFO,
        WARNING,
        ERROR,
        CRITICAL
    }

    static Event event(String name, Severity severity, String state, String about, String... messages) {
        return new Event(
                name, severity, state.isEmpty() ? List.of() : List.of(state.split(" ", -1)), List.of(messages), about);
    }

    boolean isTold(String message) {
        return messages.stream().anyMatch(pattern -> matches(pattern, message));
    }

    /** Whether the message begins like this. */
    static boolean matches(String pattern, String message) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return message.startsWith(pattern);
        }
        if (!message.regionMatches(0, pattern, 0, star)) {
            return false;
        }
        int at = star;
        for (int from = star + 1; from < pattern.length(); ) {
            int next = pattern.indexOf('*', from);
            var piece = pattern.substring(from, next < 0 ? pattern.length() : next);
            int found = message.indexOf(piece, at);
            if (found < 0) {
                return false;
            }
            at = found + piece.length();
            from = next < 0 ? pattern.length() : next + 1;
        }
        return true;
    }
}
