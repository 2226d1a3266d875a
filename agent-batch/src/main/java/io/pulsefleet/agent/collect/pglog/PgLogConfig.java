package io.pulsefleet.agent.collect.pglog;

import io.pulsefleet.agent.collect.tail.Glob;
import io.pulsefleet.agent.collect.tail.Tail;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whose logs are read, how they are written, and what of them is told. */
public final class PgLogConfig {

    /** The name of the one server whose settings have no name in them. */
    static final String MAIN = "main";

    private static final Pattern TARGET = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    static final Setting<List<String>> TARGETS = new Setting<>(
            "pulse.pg-log.targets",
            MAIN,
            "Names of the servers whose logs are read, with commas between. The settings of another than `main` have its name"
                    + " in them: `PULSE_PG_LOG_SHOP_FILES`.",
            PgLogConfig::readTargets);

    static final Setting<Redaction> REDACT = new Setting<>(
            "pulse.pg-log.redact",
            "none",
            "`none`; `literals`: strings and numbers in statements and values in messages become `?`; `all`: statements are left"
                    + " out as well. Passwords that a statement sets are never told.",
            text -> Redaction.valueOf(text.toUpperCase(Locale.ROOT)));

    static final Setting<Tail.Beginning> BEGIN = new Setting<>(
            "pulse.pg-log.begin",
            "end",
            "Where a log begins that was never read: `end`, or `start` for all that is there.",
            text -> Tail.Beginning.valueOf("AT_THE_" + text.toUpperCase(Locale.ROOT)));

    static final Setting<Long> LONGEST_TEXT = new Setting<>(
            "pulse.pg-log.text.longest",
            "16KB",
            "A message, a statement and the like is cut behind so many characters.",
            PgLogConfig::readLongestText);

    static final Setting<List<Path>> FOLDERS_OF_HUB = new Setting<>(
            "pulse.pg-log.hub.folders",
            "/var/log/postgresql,/var/lib/postgresql,/var/lib/pgsql",
            "Folders, with commas between, in and below which the hub may name logs for this agent to read; `none`: nowhere.",
            PgLogConfig::readFolders);

    private static final ServerSettings MAIN_SERVER = ServerSettings.of("pulse.pg-log.");

    // Named one by one, for the reference page.
    static final Setting<Glob> FILES = MAIN_SERVER.files();
    static final Setting<FileFormat> FORMAT = MAIN_SERVER.format();
    static final Setting<LinePrefix> LINE_PREFIX = MAIN_SERVER.linePrefix();
    static final Setting<ZoneId> TIME_ZONE = MAIN_SERVER.timeZone();

    private static final List<Setting<?>> FOR_ALL = List.of(TARGETS, REDACT, BEGIN, LONGEST_TEXT, FOLDERS_OF_HUB);

    /** How a server's log is read. */
    record ServerSettings(
            Setting<Glob> files, Setting<FileFormat> format, Setting<LinePrefix> linePrefix, Setting<ZoneId> timeZone) {

        static ServerSettings of(String prefix) {
            return new ServerSettings(
                    new Setting<>(
                            prefix + "files",
                            "",
                            "Its log, as `/var/log/postgresql/*.log`; where it is not set nothing is read. One of its formats is"
                                    + " enough.",
                            Glob::of),
                    new Setting<>(
                            prefix + "format",
                            "auto",
                            "`stderr`, `csvlog`, `jsonlog`; `auto`: csvlog in files that end in .csv, jsonlog in .json, else"
                                    + " stderr.",
                            text -> FileFormat.valueOf(text.toUpperCase(Locale.ROOT))),
                    new Setting<>(
                            prefix + "line.prefix",
                            "",
                            "Its `log_line_prefix`, for stderr; the usual ones are tried where it is not set or does not fit.",
                            LinePrefix::of),
                    new Setting<>(
                            prefix + "time.zone",
                            "",
                            "Its `log_timezone`, as `Europe/Berlin`; this host's if not set. For abbreviations that more than"
                                    + " one zone has.",
                            ZoneId::of));
        }

        List<Setting<?>> all() {
            return List.of(files, format, linePrefix, timeZone);
        }
    }

    private PgLogConfig() {}

    /** All that these settings are about: how many there are depends on the targets that they name. */
    public static List<Setting<?>> allIn(Settings settings) {
        settings.check(List.of(TARGETS));
        return Stream.concat(
                        FOR_ALL.stream(),
                        settings.get(TARGETS).stream().flatMap(target -> ofTarget(target).all().stream()))
                .toList();
    }

    static ServerSettings ofTarget(String target) {
        return target.equals(MAIN)
                ? new ServerSettings(FILES, FORMAT, LINE_PREFIX, TIME_ZONE)
                : ServerSettings.of("pulse.pg-log." + target + ".");
    }

    private static List<String> readTargets(String text) {
        var names = Stream.of(text.split(",", -1)).map(String::strip).distinct().toList();
        for (var name : names) {
            if (!TARGET.matcher(name).matches()) {
                throw new IllegalArgumentException(name);
            }
        }
        return names;
    }

    private static List<Path> readFolders(String text) {
        return text.equals("none")
                ? List.of()
                : Stream.of(text.split(",", -1))
                        .map(String::strip)
                        .map(folder -> Path.of(folder).toAbsolutePath().normalize())
                        .toList();
    }

    private static Long readLongestText(String text) {
        var longest = Setting.size("", "", "").read().apply(text);
        if (longest < 100 || longest > 1 << 20) {
            throw new IllegalArgumentException("not from 100 to 1MB: " + text);
        }
        return longest;
    }
}
