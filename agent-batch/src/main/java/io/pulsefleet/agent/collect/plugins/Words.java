package io.pulsefleet.agent.collect.plugins;

import io.pulsefleet.settings.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How a line of a setting is taken apart. */
final class Words {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern WORD = Pattern.compile("\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s\"]+))(?=\\s|$)");
    private static final int MOST = 200;

    private Words() {}

    /** Those between semicolons or on lines of their own, each made something of. */
    static <T> List<T> each(String text, Function<String, T> read, Function<T, String> name) {
        var all = Stream.of(text.split("[;\\n]", -1))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .map(read)
                .toList();
        if (all.size() > MOST) {
            throw new IllegalArgumentException("more than " + MOST + " of them");
        }
        if (all.stream().map(name).distinct().count() < all.size()) {
            throw new IllegalArgumentException("two have the same name");
        }
        return all;
    }

    /** With blanks between; in quotes where a blank is a part of one. */
    static List<String> of(String text) {
        var words = new ArrayList<String>();
        var match = WORD.matcher(text);
        int end = 0;
        while (match.find(end) && match.start() == end) {
            end = match.end();
            words.add(match.group(1) == null ? match.group(2) : match.group(1).replaceAll("\\\\(.)", "$1"));
        }
        if (!text.substring(end).isBlank()) {
            throw new IllegalArgumentException("a quote is not closed: " + text);
        }
        return words;
    }

    static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no name: letters, digits, and . _ - between them");
        }
        return text;
    }

    static Duration every(String text) {
        var every = Setting.duration("", "", "").read().apply(text);
        if (every.compareTo(Duration.ofSeconds(1)) < 0 || every.compareTo(Duration.ofDays(31)) > 0) {
            throw new IllegalArgumentException("every=" + text + " is not from 1s to 31d");
        }
        return every;
    }
}
