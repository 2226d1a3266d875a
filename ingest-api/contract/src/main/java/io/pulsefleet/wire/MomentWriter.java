package io.pulsefleet.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Writes moments as {@link Instant#toString} has them, {@code 2026-11-21T10:15:00.123Z}, without its formatter: lists of
 * sessions and of log entries are full of them.
 */
final class MomentWriter extends JsonSerializer<Instant> {

    private static final int DAY = 86_400;
    private static final long YEAR_0 = LocalDate.of(0, 1, 1).toEpochDay();
    private static final long YEAR_10_000 = LocalDate.of(10_000, 1, 1).toEpochDay();
    private static final int SECONDS_END = "2026-11-21T10:15:00".length();

    @Override
    public void serialize(Instant moment, JsonGenerator json, SerializerProvider context) throws IOException {
        var day = Math.floorDiv(moment.getEpochSecond(), DAY);
        if (day < YEAR_0 || day >= YEAR_10_000) {
            json.writeString(moment.toString());
            return;
        }
        var text = new char[SECONDS_END + ".123456789Z".length()];
        var date = LocalDate.ofEpochDay(day);
        put(text, 0, 4, date.getYear());
        text[4] = '-';
        put(text, 5, 2, date.getMonthValue());
        text[7] = '-';
        put(text, 8, 2, date.getDayOfMonth());
        text[10] = 'T';
        int second = Math.floorMod(moment.getEpochSecond(), DAY);
        put(text, 11, 2, second / 3_600);
        text[13] = ':';
        put(text, 14, 2, second / 60 % 60);
        text[16] = ':';
        put(text, 17, 2, second % 60);
        int end = putFraction(text, moment.getNano());
        text[end] = 'Z';
        json.writeString(text, 0, end + 1);
    }

    /** In thousands: as many as it has. */
    private static int putFraction(char[] text, int nanos) {
        if (nanos == 0) {
            return SECONDS_END;
        }
        int digits = nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
        text[SECONDS_END] = '.';
        put(text, SECONDS_END + 1, digits, digits == 3 ? nanos / 1_000_000 : digits == 6 ? nanos / 1_000 : nanos);
        return SECONDS_END + 1 + digits;
    }

    private static void put(char[] text, int from, int digits, int number) {
        int left = number;
        for (int at = from + digits - 1; at >= from; at--) {
            text[at] = (char) ('0' + left % 10);
            left /= 10;
        }
    }
}
