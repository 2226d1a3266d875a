package io.pulsefleet.settings.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * When a collector visits, as a person writes it: clauses, in any order, with semicolons between them.
 *
 * <pre>
 * cron 30 2 * * Mon-Fri; zone Europe/Berlin; not Sat,Sun; not 08:00-18:00; missed once; paused
 * </pre>
 *
 * @param cron empty: by the collector's interval
 * @param zone by whose clocks cron and hours are meant; UTC where nothing is said
 * @param not hours in which nothing is visited
 */
public record Schedule(Optional<Cron> cron, ZoneId zone, List<Hours> not, Missed missed, boolean paused) {

    public static final Schedule NONE = new Schedule(Optional.empty(), ZoneId.of("UTC"), List.of(), Missed.SKIP, false);

    private static final String CLAUSES =
            "a clause is 'cron' with 5 fields, 'zone' with the name of a time zone, 'not' with days and hours,"
                    + " 'missed once', 'missed skip' or 'paused'; between two stands a semicolon";
    private static final int LONGEST = 1_000;
    private static final Instant SOME_DAY = Instant.parse("2026-01-01T00:00:00Z");

    public Schedule {
        not = List.copyOf(not);
    }

    /**
     * @param text empty: none, the interval alone counts
     * @throws MistakenScheduleException that names the clause, and says what is allowed
     */
    public static Schedule of(String text) {
        if (text.isBlank()) {
            return NONE;
        }
        if (text.length() > LONGEST) {
            throw new MistakenScheduleException("it must have " + LONGEST + " characters at most", null);
        }
        var schedule = NONE;
        var said = new HashSet<String>();
        for (var clause : text.split(";", -1)) {
            var words = clause.strip().split("\\s+", 2);
            var word = words[0].toLowerCase(Locale.ROOT);
            try {
                if (!said.add(word) && !word.equals("not")) {
                    throw new IllegalArgumentException("'" + word + "' may be given once");
                }
                schedule = schedule.with(word, words.length == 2 ? words[1].strip() : "");
            } catch (IllegalArgumentException why) {
                throw new MistakenScheduleException("the clause '" + clause.strip() + "' " + why.getMessage(), why);
            }
        }
        return schedule.checked();
    }

    private Schedule with(String word, String rest) {
        return switch (word) {
            case "cron" -> new Schedule(Optional.of(Cron.of(rest)), zone, not, missed, paused);
            case "zone" -> new Schedule(cron, zone(rest), not, missed, paused);
            case "not" -> {
                var more = new ArrayList<>(not);
                more.add(Hours.of(rest));
                yield new Schedule(cron, zone, more, missed, paused);
            }
            case "missed" -> new Schedule(cron, zone, not, missed(rest), paused);
            case "paused" -> {
                if (!rest.isEmpty()) {
                    throw new IllegalArgumentException("must be 'paused' alone");
                }
                yield new Schedule(cron, zone, not, missed, true);
            }
            default -> throw new IllegalArgumentException("is none that there is: " + CLAUSES);
        };
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException("names no time zone: it must be as 'zone Europe/Berlin' or 'zone UTC'");
        }
    }

    private static Missed missed(String rule) {
        return switch (rule) {
            case "once" -> Missed.ONCE;
            case "skip" -> Missed.SKIP;
            default -> throw new IllegalArgumentException("must be 'missed once' or 'missed skip'");
        };
    }

    private Schedule checked() {
        var running = new Schedule(cron, zone, not, missed, false);
        if (new Timetable(running, Duration.ofMinutes(1)).after(SOME_DAY).isEmpty()) {
            throw new MistakenScheduleException(
                    "with it there is never a visit: 'cron' names no day that there is, or 'not' covers all of its moments;"
                            + " to have none for a while write 'paused'",
                    null);
        }
        return this;
    }
}
