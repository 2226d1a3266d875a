package io.pulsefleet.hub.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Moments as programs write them: ISO 8601, PostgreSQL's {@code 2026-11-21 10:15:00.123+00}, seconds since the epoch. One
 * without a zone is in UTC.
 */
final class Moment {

    private static final Pattern LOOKS_LIKE_ONE =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d([.,]\\d{1,9})?)?.{0,10}");

    private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH", "Z")
            .optionalEnd()
            .toFormatter(Locale.ROOT);

    /** A number beyond this is in milliseconds: it would be the year 5138. */
    private static final double MOST_SECONDS = 1e11;

    private Moment() {}

    static Optional<Instant> read(JsonNode node) {
        if (node.isNumber()) {
            return ofEpoch(node.doubleValue());
        }
        return node.isTextual() ? read(node.textValue()) : Optional.empty();
    }

    static Optional<Instant> read(String text) {
        var plain = text.strip().replaceFirst(" UTC$| GMT$", "Z");
        if (!LOOKS_LIKE_ONE.matcher(plain).matches()) {
            return Optional.empty();
        }
        try {
            var told = FORM.parseBest(
                    plain.replaceFirst("^(\\S{10}) ", "$1T").replace(',', '.'),
                    OffsetDateTime::from,
                    LocalDateTime::from);
            return Optional.of(
                    told instanceof OffsetDateTime withZone
                            ? withZone.toInstant()
                            : ((LocalDateTime) told).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> ofEpoch(double number) {
        if (!Double.isFinite(number) || number < 0) {
            return Optional.empty();
        }
        return Optional.of(Instant.ofEpochMilli(Math.round(number < MOST_SECONDS ? number * 1000 : number)));
    }
}
