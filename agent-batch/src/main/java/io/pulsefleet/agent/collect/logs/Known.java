package io.pulsefleet.agent.collect.logs;

import java.time.Instant;
import java.util.List;

/** Takes from an entry's fields what a line has a place of its own for: when, how bad, and what is said. */
final class Known {

    private static final List<String> TIMES = List.of(
            "time", "timestamp", "@timestamp", "ts", "datetime", "ibm_datetime", "__REALTIME_TIMESTAMP", "date", "at");
    private static final List<String> LEVELS =
            List.of("level", "severity", "loglevel", "log.level", "lvl", "PRIORITY", "levelname");
    private static final List<String> TEXTS = List.of("message", "msg", "MESSAGE", "text", "body", "event");

    private Known() {}

    static void take(Line into, Times times, String whole) {
        for (var name : TIMES) {
            var text = into.fields.get(name);
            var at = text == null ? null : moment(text, times);
            if (at != null) {
                into.at = at;
                into.fields.remove(name);
                break;
            }
        }
        for (var name : LEVELS) {
            var word = into.fields.get(name);
            var severity = word == null ? "" : severity(word, name);
            if (!severity.isEmpty()) {
                into.severity = severity;
                into.fields.remove(name);
                break;
            }
        }
        into.text = whole;
        for (var name : TEXTS) {
            var text = into.fields.remove(name);
            if (text != null) {
                into.text = text;
                break;
            }
        }
    }

    private static Instant moment(String text, Times times) {
        var iso = times.iso(text);
        return iso != null ? iso : Times.epoch(text);
    }

    /** Numbers are journald's, or those of bunyan and pino: 30 is INFO. */
    private static String severity(String word, String name) {
        if (word.length() <= 2 && word.chars().allMatch(Character::isDigit)) {
            var number = Integer.parseInt(word);
            return number < 8 && name.equals("PRIORITY")
                    ? Severities.ofSyslog(number)
                    : number % 10 == 0 && number >= 10 && number <= 60 ? Severities.ALL.get(number / 10 - 1) : "";
        }
        return Severities.of(word);
    }
}
