package io.pulsefleet.agent.collect.kernel;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a table of the kernel's counts, by name. */
public record Numbers(Map<String, Long> byName) {

    /** A name and a number a line: {@code oom_kill 3} of vmstat, {@code HugePages_Total:   0} of meminfo. */
    public static Numbers ofLines(String table) {
        var numbers = new HashMap<String, Long>();
        var start = 0;
        while (start < table.length()) {
            var end = table.indexOf('\n', start);
            end = end < 0 ? table.length() : end;
            put(numbers, table, start, end);
            start = end + 1;
        }
        return new Numbers(numbers);
    }

    private static void put(Map<String, Long> numbers, String table, int start, int end) {
        var at = start;
        while (at < end && table.charAt(at) > ' ') {
            at++;
        }
        var name = table.substring(start, at > start && table.charAt(at - 1) == ':' ? at - 1 : at);
        while (at < end && table.charAt(at) <= ' ') {
            at++;
        }
        var from = at;
        while (at < end && isDigit(table.charAt(at))) {
            at++;
        }
        if (at > from && at - from < 19) {
            numbers.put(name, Long.parseLong(table, from, at, 10));
        }
    }

    private static boolean isDigit(char letter) {
        return letter >= '0' && letter <= '9';
    }

    /** A line of names and below it one of numbers, {@code Tcp: RtoMin ...}, as snmp and netstat: {@code Tcp.RtoMin}. */
    public static Numbers ofPairs(String table) {
        var numbers = new HashMap<String, Long>();
        var lines = table.split("\n", -1);
        for (int i = 0; i + 1 < lines.length; i += 2) {
            var names = lines[i].split(" ", -1);
            var values = lines[i + 1].split(" ", -1);
            var subject = names[0].replace(":", ".");
            for (int j = 1; j < Math.min(names.length, values.length); j++) {
                var place = subject + names[j];
                parse(values[j]).ifPresent(value -> numbers.put(place, value));
            }
        }
        return new Numbers(numbers);
    }

    /** Names and numbers by turns behind a heading, {@code TCP: inuse 2 orphan 0}, as sockstat: {@code TCP.inuse}. */
    public static Numbers ofTurns(String table) {
        var numbers = new HashMap<String, Long>();
        for (var line : table.split("\n", -1)) {
            var words = line.split(" ", -1);
            var subject = words[0].replace(":", ".");
            for (int j = 1; j + 1 < words.length; j += 2) {
                var place = subject + words[j];
                parse(words[j + 1]).ifPresent(value -> numbers.put(place, value));
            }
        }
        return new Numbers(numbers);
    }

    private static OptionalLong parse(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException isNone) {
            return OptionalLong.empty();
        }
    }

    public Optional<Long> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
