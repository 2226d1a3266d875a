package io.pulsefleet.agent.collect.processes;

import io.pulsefleet.settings.Setting;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Which processes are told. */
public final class ProcessesConfig {

    private static final Pattern NAME = Pattern.compile("[\\w.-]{1,60}");

    static final Setting<Integer> TOP = new Setting<>(
            "pulse.processes.top",
            "10",
            "How many of those that use most CPU, most memory and most I/O are told in a snapshot, of each; 0 to 100.",
            text -> number(text, 0, 100));

    static final Setting<Duration> SNAPSHOT = Setting.duration(
            "pulse.processes.snapshot",
            "1m",
            "How often those are told, with what they used since the last time. Shorter than the interval of the visits:"
                    + " at each visit.");

    static final Setting<Integer> LONGEST_COMMAND = new Setting<>(
            "pulse.processes.command.longest",
            "300",
            "A command line is cut behind so many characters; 0 to 4000. Secrets in it are hidden: `--password=***`.",
            text -> number(text, 0, 4000));

    static final Setting<Map<String, Pattern>> WATCH = new Setting<>(
            "pulse.processes.watch",
            "",
            "Processes that are watched as groups: `shop=java .*shop\\.jar; nginx=^nginx`. A name and a regular expression that"
                    + " is looked for in the command line; `;` between them.",
            ProcessesConfig::readWatch);

    public static final List<Setting<?>> ALL = List.of(TOP, SNAPSHOT, LONGEST_COMMAND, WATCH);

    private ProcessesConfig() {}

    private static Integer number(String text, int least, int most) {
        var number = Integer.parseInt(text);
        if (number < least || number > most) {
            throw new IllegalArgumentException("not from " + least + " to " + most + ": " + text);
        }
        return number;
    }

    private static Map<String, Pattern> readWatch(String text) {
        var watched = new LinkedHashMap<String, Pattern>();
        for (var one : text.split(";", -1)) {
            var equals = one.indexOf('=');
            var name = equals < 0 ? "" : one.substring(0, equals).strip();
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("not name=pattern: " + one);
            }
            watched.put(name, Pattern.compile(one.substring(equals + 1).strip()));
        }
        return watched;
    }
}
