package io.pulsefleet.agent.collect.pglog;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code 2026-11-21 10:00:00.123 CET}, as PostgreSQL writes it in {@code log_timezone}.
 *
 * <p>An abbreviation is that of the server's zone if that zone has it, else one that is known everywhere. Where neither
 * knows it the moment is taken for one of the server's zone.
 */
final class Times {

    private static final int DATE_AND_HOUR = "2026-11-21 10".length();
    private static final int SHORTEST = "2026-11-21 10:00:00".length();

    private static final Map<String, ZoneOffset> KNOWN = Map.ofEntries(
            hours("UTC", 0),
            hours("GMT", 0),
            hours("UCT", 0),
            hours("Z", 0),
            hours("WET", 0),
            hours("WEST", 1),
            hours("BST", 1),
            hours("CET", 1),
            hours("CEST", 2),
            hours("EET", 2),
            hours("EEST", 3),
            hours("SAST", 2),
            hours("MSK", 3),
            hours("JST", 9),
            hours("KST", 9),
            hours("AEST", 10),
            hours("AEDT", 11),
            hours("NZST", 12),
            hours("NZDT", 13),
            hours("EST", -5),
            hours("EDT", -4),
            hours("CST", -6),
            hours("CDT", -5),
            hours("MST", -7),
            hours("MDT", -6),
            hours("PST", -8),
            hours("PDT", -7));

    private final ZoneId zone;
    private final DateTimeFormatter abbreviation;

    /** The hour that was read last, and its zone: log entries do not jump about. */
    private byte[] lastHour = {};

    private byte[] lastZone = {};
    private long lastHourStart;

    /** @param zone the server's */
    Times(ZoneId zone) {
        this.zone = zone;
        abbreviation = DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH).withZone(zone);
    }

    private static Map.Entry<String, ZoneOffset> hours(String name, int hours) {
        return Map.entry(name, ZoneOffset.ofHours(hours));
    }

    /**
     * Where a time that begins here ends, its zone included; -1 when there is none. This is the whole of its grammar:
     * letters, or a sign and digits, are the zone.
     */
    static int end(byte[] bytes, int from, int to) {
        if (to - from < SHORTEST || !isTime(bytes, from)) {
            return -1;
        }
        int end = from + SHORTEST;
        if (end < to && bytes[end] == '.') {
            end = digitsEnd(bytes, end + 1, to);
        }
        return end + 1 < to && bytes[end] == ' ' ? zoneEnd(bytes, end + 1, to, end) : end;
    }

    private static boolean isTime(byte[] bytes, int from) {
        return bytes[from + 4] == '-'
                && bytes[from + 7] == '-'
                && bytes[from + 10] == ' '
                && bytes[from + 13] == ':'
                && bytes[from + 16] == ':'
                && isDigit(bytes[from])
                && isDigit(bytes[from + 3])
                && isDigit(bytes[from + 12])
                && isDigit(bytes[from + 15])
                && isDigit(bytes[from + 18]);
    }

    private static int zoneEnd(byte[] bytes, int from, int to, int none) {
        int end = from;
        if (bytes[from] == '+' || bytes[from] == '-') {
            end = digitsEnd(bytes, from + 1, to);
            while (end + 2 < to && bytes[end] == ':' && isDigit(bytes[end + 1]) && isDigit(bytes[end + 2])) {
                end += 3;
            }
            return end > from + 1 ? end : none;
        }
        while (end < to && isLetter(bytes[end])) {
            end++;
        }
        return end > from ? end : none;
    }

    static int digitsEnd(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && isDigit(bytes[end])) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(byte one) {
        return one >= '0' && one <= '9';
    }

    private static boolean isLetter(byte one) {
        return (one >= 'A' && one <= 'Z') || (one >= 'a' && one <= 'z');
    }

    /** Empty when it is no time. */
    Optional<Instant> read(byte[] bytes, int from, int to) {
        if (to - from < SHORTEST || !isTime(bytes, from)) {
            return Optional.empty();
        }
        int end = from + SHORTEST;
        int nanos = 0;
        if (end < to && bytes[end] == '.') {
            int last = digitsEnd(bytes, end + 1, to);
            nanos = nanos(bytes, end + 1, last);
            end = last;
        }
        int zoneFrom = end < to && bytes[end] == ' ' ? end + 1 : end;
        try {
            var second = hourStart(bytes, from, zoneFrom, to)
                    + number(bytes, from + 14, 2) * 60L
                    + number(bytes, from + 17, 2);
            return Optional.of(Instant.ofEpochSecond(second, nanos));
        } catch (DateTimeException noSuchTime) {
            return Optional.empty();
        }
    }

    /** {@code 1795255200.123}, as {@code %n} has it; empty when it is none. */
    static Optional<Instant> readEpoch(byte[] bytes, int from, int to) {
        int dot = digitsEnd(bytes, from, to);
        if (dot == from || dot - from > 12) {
            return Optional.empty();
        }
        long seconds = 0;
        for (int i = from; i < dot; i++) {
            seconds = seconds * 10 + bytes[i] - '0';
        }
        var nanos = dot < to && bytes[dot] == '.' ? nanos(bytes, dot + 1, digitsEnd(bytes, dot + 1, to)) : 0;
        return Optional.of(Instant.ofEpochSecond(seconds, nanos));
    }

    private static int nanos(byte[] bytes, int from, int to) {
        int nanos = 0;
        int digit = 100_000_000;
        for (int i = from; i < to && digit > 0; i++, digit /= 10) {
            nanos += (bytes[i] - '0') * digit;
        }
        return nanos;
    }

    private long hourStart(byte[] bytes, int from, int zoneFrom, int to) {
        if (!Arrays.equals(bytes, from, from + DATE_AND_HOUR, lastHour, 0, lastHour.length)
                || !Arrays.equals(bytes, zoneFrom, to, lastZone, 0, lastZone.length)) {
            var hour = LocalDateTime.of(
                    number(bytes, from, 4),
                    number(bytes, from + 5, 2),
                    number(bytes, from + 8, 2),
                    number(bytes, from + 11, 2),
                    0);
            lastHourStart = hour.toEpochSecond(offset(ascii(bytes, zoneFrom, to), hour));
            lastHour = Arrays.copyOfRange(bytes, from, from + DATE_AND_HOUR);
            lastZone = Arrays.copyOfRange(bytes, zoneFrom, to);
        }
        return lastHourStart;
    }

    private ZoneOffset offset(String name, LocalDateTime local) {
        if (name.startsWith("+") || name.startsWith("-")) {
            return ZoneOffset.of(name.length() == 2 ? name.charAt(0) + "0" + name.charAt(1) : name);
        }
        for (var valid : zone.getRules().getValidOffsets(local)) {
            if (abbreviation.format(local.toInstant(valid)).equals(name)) {
                return valid;
            }
        }
        var known = KNOWN.get(name);
        return known == null ? zone.getRules().getOffset(local) : known;
    }

    private static String ascii(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static int number(byte[] bytes, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }
}
