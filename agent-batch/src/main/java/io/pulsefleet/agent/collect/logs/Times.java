package io.pulsefleet.agent.collect.logs;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.function.Function;

/**
 * Reads moments as logs write them. Null where a text is none. What tells no zone is the host's; what tells no year is of
 * the last twelve months.
 */
final class Times {

    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private final ZoneId zone;
    private final java.time.InstantSource clock;

    /** Of the second or day that was read last: logs do not jump about. */
    private String lastDay = "";

    private long lastDayStart;

    Times(ZoneId zone, java.time.InstantSource clock) {
        this.zone = zone;
        this.clock = clock;
    }

    /** @throws IllegalArgumentException when there is no such format */
    Function<String, Instant> named(String format) {
        return switch (format) {
            case "iso" -> this::iso;
            case "clf" -> this::clf;
            case "syslog" -> this::syslog;
            case "slashes" ->
                text -> text.length() < 19 || text.charAt(4) != '/'
                        ? null
                        : iso(text.substring(0, 10).replace('/', '-') + text.substring(10));
            case "apache" -> this::apache;
            case "liberty" -> this::liberty;
            case "epoch" -> Times::epoch;
            default -> byPattern(format);
        };
    }

    /** {@code 2026-11-21T10:00:00.123+01:00}; a blank or a comma, and no zone, will do. */
    Instant iso(String text) {
        if (text.length() < 19
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || (text.charAt(10) != 'T' && text.charAt(10) != ' ')
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return null;
        }
        int end = 19;
        int nanos = 0;
        if (end < text.length() && (text.charAt(end) == '.' || text.charAt(end) == ',')) {
            int digit = 100_000_000;
            for (end++; end < text.length() && isDigit(text.charAt(end)); end++, digit /= 10) {
                nanos += digit * (text.charAt(end) - '0');
            }
        }
        try {
            var rest = text.substring(end).strip();
            var day = text.substring(0, 10) + rest + text.substring(11, 13);
            if (!day.equals(lastDay)) {
                var hour = LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2))
                        .atTime(number(text, 11, 2), 0);
                lastDayStart = rest.isEmpty()
                        ? hour.atZone(zone).toEpochSecond()
                        : hour.toEpochSecond(rest.equals("Z") ? ZoneOffset.UTC : zoneOf(rest, hour));
                lastDay = day;
            }
            return Instant.ofEpochSecond(lastDayStart + 60L * minute(text, 14) + minute(text, 17), nanos);
        } catch (DateTimeException | NumberFormatException none) {
            return null;
        }
    }

    private ZoneOffset zoneOf(String text, LocalDateTime at) {
        return text.startsWith("+") || text.startsWith("-")
                ? ZoneOffset.of(text)
                : at.atZone(ZoneId.of(text, ZoneId.SHORT_IDS)).getOffset();
    }

    /** {@code 21/Nov/2026:10:00:00 +0100}. */
    Instant clf(String text) {
        if (text.length() != 26 || text.charAt(2) != '/' || text.charAt(11) != ':') {
            return null;
        }
        try {
            var day = text.substring(0, 14) + text.substring(20);
            if (!day.equals(lastDay)) {
                lastDayStart = LocalDate.of(number(text, 7, 4), month(text, 3), number(text, 0, 2))
                        .atTime(number(text, 12, 2), 0)
                        .toEpochSecond(ZoneOffset.of(text.substring(21)));
                lastDay = day;
            }
            return Instant.ofEpochSecond(lastDayStart + 60L * minute(text, 15) + minute(text, 18));
        } catch (DateTimeException | NumberFormatException none) {
            return null;
        }
    }

    /** {@code Nov  1 10:00:00}: of this year, or of the last one where that lies ahead. */
    Instant syslog(String text) {
        if (text.length() < 15 || text.charAt(3) != ' ' || text.charAt(6) != ' ' || text.charAt(9) != ':') {
            return null;
        }
        try {
            var now = clock.instant();
            var day = text.substring(0, 9);
            if (!day.equals(lastDay)) {
                var date = LocalDate.of(
                        now.atZone(zone).getYear(),
                        month(text, 0),
                        text.charAt(4) == ' ' ? number(text, 5, 1) : number(text, 4, 2));
                var hour = date.atTime(number(text, 7, 2), 0).atZone(zone);
                if (hour.toInstant().isAfter(now.plusSeconds(86_400))) {
                    hour = hour.minusYears(1);
                }
                lastDayStart = hour.toEpochSecond();
                lastDay = day;
            }
            return Instant.ofEpochSecond(lastDayStart + 60L * minute(text, 10) + minute(text, 13));
        } catch (DateTimeException | NumberFormatException none) {
            return null;
        }
    }

    /** {@code Sat Nov 21 10:00:00.123456 2026}. */
    private Instant apache(String text) {
        int year = text.lastIndexOf(' ');
        if (text.length() < 24 || year < 19) {
            return null;
        }
        try {
            var day = "%s-%02d-%s"
                    .formatted(
                            text.substring(year + 1),
                            month(text, 4),
                            text.substring(8, 10).replace(' ', '0'));
            return iso(day + "T" + text.substring(11, year));
        } catch (DateTimeException | NumberFormatException none) {
            return null;
        }
    }

    /** {@code 11/21/26, 10:00:00:123 CET}; in other languages the day or the year may come first. */
    private Instant liberty(String text) {
        var parts = text.replace(",", "").split(" ", 3);
        if (parts.length < 2) {
            return null;
        }
        var date = parts[0].split("[/.-]", -1);
        var time = parts[1].split(":", -1);
        if (date.length != 3 || time.length != 4) {
            return parts[0].length() >= 19 ? iso(parts[0]) : null;
        }
        try {
            var first = Integer.parseInt(date[0]);
            var yearFirst = date[0].length() == 4;
            var dotted = parts[0].indexOf('.') > 0;
            var year = yearFirst ? first : 2000 + Integer.parseInt(date[2]) % 2000;
            var month = Integer.parseInt(dotted && !yearFirst ? date[1] : yearFirst ? date[1] : date[0]);
            var day = Integer.parseInt(yearFirst ? date[2] : dotted ? date[0] : date[1]);
            var local = LocalDateTime.of(
                    year,
                    month,
                    day,
                    Integer.parseInt(time[0]),
                    Integer.parseInt(time[1]),
                    Integer.parseInt(time[2]),
                    1_000_000 * Integer.parseInt(time[3]));
            return local.atZone(zoneNamed(parts.length > 2 ? parts[2] : "")).toInstant();
        } catch (DateTimeException | NumberFormatException none) {
            return null;
        }
    }

    private ZoneId zoneNamed(String name) {
        try {
            return name.isEmpty()
                    ? zone
                    : DateTimeFormatter.ofPattern("z", Locale.ENGLISH).parse(name, ZoneId::from);
        } catch (DateTimeException unknown) {
            return zone;
        }
    }

    /** Seconds since 1970, with a fraction or without, or as many milliseconds, microseconds or nanoseconds. */
    static Instant epoch(String text) {
        try {
            var number = new java.math.BigDecimal(text);
            var digits = number.precision() - number.scale();
            if (digits > 19 || digits < 1 || number.scale() > 18) {
                return null;
            }
            var seconds = digits > 17
                    ? number.movePointLeft(9)
                    : digits > 14 ? number.movePointLeft(6) : digits > 11 ? number.movePointLeft(3) : number;
            var nanos = seconds.movePointRight(9).toBigInteger();
            var billion = java.math.BigInteger.valueOf(1_000_000_000);
            return Instant.ofEpochSecond(
                    nanos.divide(billion).longValueExact(), nanos.mod(billion).longValue());
        } catch (ArithmeticException | NumberFormatException none) {
            return null;
        }
    }

    private Function<String, Instant> byPattern(String pattern) {
        var formatter = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        return text -> {
            try {
                return moment(formatter.parse(text));
            } catch (DateTimeParseException none) {
                return null;
            }
        };
    }

    private Instant moment(TemporalAccessor parsed) {
        if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
            return Instant.from(parsed);
        }
        try {
            return parsed.isSupported(ChronoField.OFFSET_SECONDS)
                    ? OffsetDateTime.from(parsed).toInstant()
                    : ZonedDateTime.of(LocalDateTime.from(parsed), zone).toInstant();
        } catch (DateTimeException notWhole) {
            return null;
        }
    }

    private static int minute(String text, int at) {
        var number = number(text, at, 2);
        if (number > 60) {
            throw new NumberFormatException(text);
        }
        return number;
    }

    private static int month(String text, int at) {
        int found = MONTHS.indexOf(text.substring(at, at + 3));
        if (found < 0 || found % 3 != 0) {
            throw new NumberFormatException(text);
        }
        return found / 3 + 1;
    }

    private static int number(String text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            if (!isDigit(text.charAt(i))) {
                throw new NumberFormatException(text);
            }
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static boolean isDigit(char one) {
        return one >= '0' && one <= '9';
    }
}
