package io.pulsefleet.agent.collect.logs;

import io.pulsefleet.agent.collect.tail.Tail;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which logs are read, how they are written, and what of them is told. */
public final class LogsConfig {

    static final Setting<List<Source>> FILES = new Setting<>(
            "pulse.logs",
            "default",
            "Logs to read, with semicolons between: a path, how it is written, and what else is to be said, as"
                    + " `/var/log/nginx/access.log nginx; /var/log/app/*.log java encoding=latin1 rate=500`. Parsers: "
                    + String.join(", ", Parser.SHIPPED)
                    + ", and those of `PULSE_LOGS_PARSERS`. `journal`: systemd's, `journal directory=/host/var/log/journal`"
                    + " another. `default`: syslog, messages, auth.log and secure in /var/log, as far as they are there, and the"
                    + " journal where none of them is; `none`.",
            Source::allOf);

    static final Setting<Path> PARSERS = Setting.path(
            "pulse.logs.parsers", "", "Folder of parsers of your own, one `<name>.parser` each; none if not set.");

    static final Setting<Tail.Beginning> BEGIN = new Setting<>(
            "pulse.logs.begin",
            "end",
            "Where a log begins that was never read: `end`, or `start` for all that is there, rotated files as well.",
            text -> Tail.Beginning.valueOf("AT_THE_" + text.toUpperCase(Locale.ROOT)));

    static final Setting<Integer> RATE = Setting.number(
            "pulse.logs.rate",
            "10000",
            "The most lines of a file in a second; what is more is left out, counted, and said in a line. 0: no limit.");

    static final Setting<Long> LONGEST_LINE = new Setting<>(
            "pulse.logs.line.longest",
            "16KB",
            "A line is cut behind so many bytes, from 1KB to 256KB.",
            LogsConfig::readLongest);

    static final Setting<Boolean> REDACT = new Setting<>(
            "pulse.logs.redact",
            "secrets",
            "`secrets`: what stands behind password, token, authorization and the like becomes `?`, as do passwords in URLs and"
                    + " web tokens; `none`.",
            LogsConfig::readRedact);

    static final Setting<List<Pattern>> REDACT_PATTERNS = new Setting<>(
            "pulse.logs.redact.patterns",
            "",
            "Regular expressions, each on a line of its own or with ` ;; ` between; what they find, or their first group, becomes"
                    + " `?`.",
            LogsConfig::readPatterns);

    private static final List<Setting<?>> ALL =
            List.of(FILES, PARSERS, BEGIN, RATE, LONGEST_LINE, REDACT, REDACT_PATTERNS);

    private LogsConfig() {}

    /**
     * All of them, once it is seen that the parsers which they name can be read.
     *
     * @throws IllegalArgumentException that names the setting and the mistake
     */
    public static List<Setting<?>> allIn(Settings settings) {
        settings.check(new ArrayList<>(ALL));
        var parsers = new Parsers(settings);
        var times = new Times(ZoneId.systemDefault(), InstantSource.system());
        for (var source : settings.get(FILES)) {
            if (source.isJournal()) {
                continue;
            }
            try {
                parsers.named(source.parser(), times, new PatternReader.Counts());
            } catch (IllegalArgumentException mistake) {
                throw new IllegalArgumentException(
                        FILES.environmentName() + ": " + source.name() + ": " + mistake.getMessage(), mistake);
            }
        }
        return ALL;
    }

    private static Long readLongest(String text) {
        var longest = Setting.size("", "", "").read().apply(text);
        if (longest < 1 << 10 || longest > 1 << 18) {
            throw new IllegalArgumentException("not from 1KB to 256KB: " + text);
        }
        return longest;
    }

    private static Boolean readRedact(String text) {
        return switch (text) {
            case "secrets" -> true;
            case "none" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static List<Pattern> readPatterns(String text) {
        var patterns = new ArrayList<Pattern>();
        for (var one : text.split("\\n| ;; ", -1)) {
            if (!one.isBlank()) {
                patterns.add(Pattern.compile(one.strip()));
            }
        }
        return List.copyOf(patterns);
    }
}
