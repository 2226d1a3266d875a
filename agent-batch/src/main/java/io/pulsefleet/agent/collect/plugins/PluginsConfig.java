package io.pulsefleet.agent.collect.plugins;

import io.pulsefleet.agent.collect.exposition.Limits;
import io.pulsefleet.agent.home.HomeConfig;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Where plug-ins are, and what they may take. */
public final class PluginsConfig {

    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);
    private static final int MOST_SERIES = 5_000;

    static final Setting<List<Path>> FOLDERS = new Setting<>(
            "pulse.plugins.folders",
            "",
            "Folders, with commas between, of files `*.prom` and of programs, which are run each minute, or as often as the folder"
                    + " they lie in is called: `5m/backup`; `agent/plugins` in the data folder if not set, `none`.",
            PluginsConfig::readFolders);

    static final Setting<List<ProgramLine>> COMMANDS = new Setting<>(
            "pulse.plugins.commands",
            "",
            "Programs to run besides, with semicolons between, as"
                    + " `load every=1m timeout=5s: /usr/lib/nagios/plugins/check_load -w 5 -c 9`; `format=` is `openmetrics`,"
                    + " `json` or `nagios`, and is seen by itself where it is not said.",
            ProgramLine::allOf);

    static final Setting<List<EndPointLine>> ENDPOINTS = new Setting<>(
            "pulse.plugins.endpoints",
            "",
            "Servers to ask, with semicolons between, as `shop https://localhost:9443/metrics user=monitor"
                    + " password-file=/etc/pulsefleet/shop ca=/etc/pulsefleet/ca.pem; stock jmx://localhost:9010`.",
            EndPointLine::allOf);

    static final Setting<Path> JMX_RULES = Setting.path(
            "pulse.plugins.jmx.rules",
            "",
            "Folder of files `*.rules` that say what JVMs are asked by JMX beside heap, threads and pools;"
                    + " `agent/plugins/jmx` in the data folder if not set.");

    static final Setting<Duration> TIMEOUT = new Setting<>(
            "pulse.plugins.timeout",
            "10s",
            "How long a plug-in may take that says nothing else; at most 10m. Then it is ended.",
            PluginsConfig::readTimeout);

    static final Setting<Integer> SERIES = new Setting<>(
            "pulse.plugins.series",
            "1000",
            "The most series of a plug-in, 1 to 5000; what is more is left out, and counted.",
            PluginsConfig::readSeries);

    static final Setting<Long> OUTPUT = new Setting<>(
            "pulse.plugins.output",
            "1MB",
            "The most that a plug-in may say at once, at most 16MB; one that says more has said nothing.",
            PluginsConfig::readOutput);

    public static final List<Setting<?>> ALL =
            List.of(FOLDERS, COMMANDS, ENDPOINTS, JMX_RULES, TIMEOUT, SERIES, OUTPUT);

    private PluginsConfig() {}

    static List<Path> folders(Settings settings) {
        return settings.find(FOLDERS)
                .orElseGet(() -> List.of(HomeConfig.folder(settings).resolve("plugins")));
    }

    static JmxRules.Read jmxRules(Settings settings) {
        return JmxRules.shippedAndIn(settings.find(JMX_RULES)
                .orElseGet(() -> HomeConfig.folder(settings).resolve("plugins/jmx")));
    }

    static Limits limits(Settings settings) {
        return Limits.of(settings.get(SERIES));
    }

    private static List<Path> readFolders(String text) {
        return text.equals("none")
                ? List.of()
                : Stream.of(text.split(",", -1))
                        .map(String::strip)
                        .map(one -> Path.of(one).toAbsolutePath().normalize())
                        .distinct()
                        .toList();
    }

    static Duration readTimeout(String text) {
        var timeout = Setting.duration("", "", "").read().apply(text);
        if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("not up to 10m: " + text);
        }
        return timeout;
    }

    private static Integer readSeries(String text) {
        var series = Integer.valueOf(text);
        if (series < 1 || series > MOST_SERIES) {
            throw new IllegalArgumentException("not from 1 to " + MOST_SERIES + ": " + text);
        }
        return series;
    }

    private static Long readOutput(String text) {
        var bytes = Setting.size("", "", "").read().apply(text);
        if (bytes < 1 || bytes > 16 << 20) {
            throw new IllegalArgumentException("not up to 16MB: " + text);
        }
        return bytes;
    }
}
