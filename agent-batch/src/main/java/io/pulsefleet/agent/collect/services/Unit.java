package io.pulsefleet.agent.collect.services;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A unit of systemd's as {@code systemctl show} tells it, in systemd's own words.
 *
 * @param name {@code nginx.service}
 * @param active its ActiveState, as {@code failed} or {@code activating}
 * @param sub {@code running}, {@code exited}, {@code dead}, {@code auto-restart}, ...
 * @param type {@code simple}, {@code oneshot}, ...; empty for a timer
 * @param result {@code success}, or why it failed: {@code exit-code}, {@code oom-kill}, ...
 * @param memoryBytes empty where nobody counts it
 */
record Unit(
        String name,
        String description,
        String load,
        String active,
        String sub,
        String type,
        String result,
        String enabled,
        Optional<Long> restarts,
        Optional<Long> memoryBytes,
        Optional<Long> cpuNanos,
        Optional<Long> mainPid,
        Optional<Instant> nextRun,
        Optional<Instant> lastRun) {

    /** What is asked for; a version of systemd that does not know one of them leaves it out. */
    static final List<String> PROPERTIES = List.of(
            "Id",
            "Description",
            "LoadState",
            "ActiveState",
            "SubState",
            "Type",
            "Result",
            "UnitFileState",
            "NRestarts",
            "MemoryCurrent",
            "CPUUsageNSec",
            "MainPID",
            "NextElapseUSecRealtime",
            "LastTriggerUSec");

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "EEE yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** 2^64 - 1, systemd's way to say that it does not know, is no long and so nothing. */
    private static Optional<Long> number(String text) {
        try {
            return text == null || text.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(text));
        } catch (NumberFormatException notSet) { // "[not set]", "infinity"
            return Optional.empty();
        }
    }

    private static Optional<Instant> moment(String text) {
        try {
            return text == null || text.isEmpty() ? Optional.empty() : Optional.of(MOMENT.parse(text, Instant::from));
        } catch (DateTimeParseException never) { // "n/a"
            return Optional.empty();
        }
    }

    /** Blocks of {@code Key=value}, an empty line between them. */
    static List<Unit> allIn(String output) {
        var units = new ArrayList<Unit>();
        var block = new HashMap<String, String>();
        for (var line : output.split("\n", -1)) {
            var equals = line.indexOf('=');
            if (line.isBlank()) {
                add(block, units);
                block.clear();
            } else if (equals > 0) {
                block.put(line.substring(0, equals), line.substring(equals + 1).strip());
            }
        }
        add(block, units);
        return units;
    }

    private static void add(Map<String, String> block, List<Unit> units) {
        if (block.containsKey("Id")) {
            units.add(of(block));
        }
    }

    private static Unit of(Map<String, String> block) {
        return new Unit(
                block.get("Id"),
                block.getOrDefault("Description", ""),
                block.getOrDefault("LoadState", ""),
                block.getOrDefault("ActiveState", ""),
                block.getOrDefault("SubState", ""),
                block.getOrDefault("Type", ""),
                block.getOrDefault("Result", ""),
                block.getOrDefault("UnitFileState", ""),
                number(block.get("NRestarts")),
                number(block.get("MemoryCurrent")),
                number(block.get("CPUUsageNSec")),
                number(block.get("MainPID")).filter(pid -> pid > 0),
                moment(block.get("NextElapseUSecRealtime")),
                moment(block.get("LastTriggerUSec")));
    }

    boolean isService() {
        return name.endsWith(".service");
    }

    boolean isTimer() {
        return name.endsWith(".timer");
    }

    /** One that somebody named and that is not there is none. */
    boolean isLoaded() {
        return load.equals("loaded");
    }

    boolean isRunning() {
        return active.equals("active") && sub.equals("running");
    }

    boolean hasFailed() {
        return active.equals("failed");
    }

    /** One that runs its course and is over: that it ends is no news. */
    boolean isOneShot() {
        return type.equals("oneshot");
    }

    /** Made for one run, as {@code run-r4711.service}: it has no series of its own. */
    boolean isTransient() {
        return enabled.equals("transient") || name.startsWith("run-");
    }

    String state() {
        return active + "/" + sub;
    }
}
