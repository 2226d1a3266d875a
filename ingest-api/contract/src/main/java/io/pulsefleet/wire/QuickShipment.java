package io.pulsefleet.wire;

import com.fasterxml.jackson.core.io.NumberInput;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the shipment that comes a thousand times a second: {@code {"sets":[],"frames":[{"set","at","values"}...], ...}} as
 * {@link Json#write} writes it, with nothing in it but frames. At the first byte that is not just so it gives up, and says
 * nothing of why: then Jackson reads the whole from its beginning, and takes it or names the field. So there is one
 * grammar only, and this is not it (ADR 0012).
 */
final class QuickShipment {

    private static final byte[] SETS = bytes("\"sets\":[]");
    private static final byte[] FRAMES = bytes("\"frames\":[");
    private static final byte[] SET = bytes("{\"set\":\"");
    private static final byte[] AT = bytes("\",\"at\":\"");
    private static final byte[] VALUES = bytes("\",\"values\":[");
    private static final byte[] NULL = bytes("null");
    private static final List<byte[]> EMPTY_LISTS =
            List.of(bytes(",\"lines\":[]"), bytes(",\"documents\":[]"), bytes(",\"runs\":[]"));
    private static final int HASH = 32;

    /** Powers of ten that a double holds exactly. */
    private static final double[] TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private static final long EXACT = 1L << 53;
    private static final int LONGEST_NUMBER = 40;

    /** It is not just so. Without a stack: it is no failure. */
    private static final class OtherwiseException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private OtherwiseException() {
            super(null, null, false, false);
        }
    }

    private final byte[] json;
    private int next;
    private double[] values = new double[160];
    private String lastSet = "";

    private QuickShipment(byte[] json) {
        this.json = json;
    }

    /** Empty: let Jackson look at it. */
    static Optional<Shipment> read(byte[] json) {
        try {
            return Optional.of(new QuickShipment(json).shipment());
        } catch (OtherwiseException | IndexOutOfBoundsException | NumberFormatException | DateTimeException notJustSo) {
            return Optional.empty();
        }
    }

    private Shipment shipment() {
        expect('{');
        if (follows(SETS)) {
            expect(',');
        }
        expect(FRAMES);
        var frames = new ArrayList<Frame>();
        do {
            frames.add(frame());
        } while (consume(','));
        expect(']');
        EMPTY_LISTS.forEach(this::follows);
        expect('}');
        if (next != json.length) {
            throw new OtherwiseException();
        }
        return Shipment.ofFrames(frames);
    }

    private Frame frame() {
        expect(SET);
        var set = set();
        expect(AT);
        var at = moment();
        expect(VALUES);
        var read = values();
        expect('}');
        return new Frame(set, at, read);
    }

    /** Most frames of a shipment are of one set. */
    private String set() {
        var begin = next;
        next += HASH;
        for (int i = begin; i < next; i++) {
            var c = json[i];
            if (!Required.isHex(c)) {
                throw new OtherwiseException();
            }
        }
        if (lastSet.isEmpty() || !isLast(begin)) {
            lastSet = new String(json, begin, HASH, StandardCharsets.ISO_8859_1);
        }
        return lastSet;
    }

    private boolean isLast(int begin) {
        for (int i = 0; i < HASH; i++) {
            if (lastSet.charAt(i) != json[begin + i]) {
                return false;
            }
        }
        return true;
    }

    /** {@code 2026-11-21T10:15:00.123Z}, of a four-digit year. */
    private Instant moment() {
        var day = LocalDate.of(digits(4, '-'), digits(2, '-'), digits(2, 'T')).toEpochDay();
        var hour = digits(2, ':');
        var minute = digits(2, ':');
        var second = digits(2, (char) 0);
        if (hour > 23 || minute > 59 || second > 59) {
            throw new OtherwiseException();
        }
        var nanos = consume('.') ? fraction() : 0;
        expect('Z');
        return Instant.ofEpochSecond(day * 86_400 + hour * 3_600L + minute * 60L + second, nanos);
    }

    private int digits(int count, char then) {
        var number = 0;
        for (int i = 0; i < count; i++) {
            number = number * 10 + digit();
        }
        if (then != 0) {
            expect(then);
        }
        return number;
    }

    private long fraction() {
        var nanos = 0L;
        var count = 0;
        for (; json[next] != 'Z'; count++) {
            nanos = nanos * 10 + digit();
        }
        if (count == 0 || count > 9) {
            throw new OtherwiseException();
        }
        for (; count < 9; count++) {
            nanos *= 10;
        }
        return nanos;
    }

    private int digit() {
        var digit = json[next++] - '0';
        if (digit < 0 || digit > 9) {
            throw new OtherwiseException();
        }
        return digit;
    }

    private double[] values() {
        var count = 0;
        if (!consume(']')) {
            do {
                if (count == MetricSet.MOST_POSITIONS) {
                    throw new OtherwiseException();
                }
                if (count == values.length) {
                    values = Arrays.copyOf(values, count * 2);
                }
                values[count++] = value();
            } while (consume(','));
            expect(']');
        }
        return Arrays.copyOf(values, count);
    }

    private double value() {
        if (json[next] == 'n') {
            expect(NULL);
            return Frame.MISSING;
        }
        var begin = next;
        var negative = consume('-');
        var mantissa = 0L;
        var first = next;
        while (isDigit(json[next])) {
            mantissa = mantissa * 10 + (json[next++] - '0');
        }
        var whole = next - first;
        if (whole == 0 || (whole > 1 && json[first] == '0')) {
            throw new OtherwiseException(); // no JSON
        }
        var decimals = 0;
        if (json[next] == '.') {
            var point = ++next;
            while (isDigit(json[next])) {
                mantissa = mantissa * 10 + (json[next++] - '0');
            }
            decimals = next - point;
            if (decimals == 0) {
                throw new OtherwiseException();
            }
        }
        if ((json[next] | 0x20) == 'e' || whole + decimals > 18 || mantissa > EXACT || decimals >= TENS.length) {
            return hard(begin);
        }
        if (mantissa == 0 && decimals == 0) {
            return 0; // a whole number has no sign of its own at zero
        }
        // both are exact, so their quotient is rounded once, as it should be
        var value = mantissa / TENS[decimals];
        return negative ? -value : value;
    }

    private double hard(int begin) {
        while (isDigit(json[next])
                || json[next] == '.'
                || json[next] == '-'
                || json[next] == '+'
                || (json[next] | 0x20) == 'e') {
            next++;
        }
        if (next - begin > LONGEST_NUMBER) {
            throw new OtherwiseException();
        }
        var text = new String(json, begin, next - begin, StandardCharsets.ISO_8859_1);
        if (!isNumber(text)) {
            throw new OtherwiseException();
        }
        return NumberInput.parseDouble(text, true);
    }

    /** As JSON has it: {@code -?digits[.digits][e[+-]digits]}; the part before the exponent was looked at. */
    private static boolean isNumber(String text) {
        var e = Math.max(text.indexOf('e'), text.indexOf('E'));
        if (e < 0) {
            return true;
        }
        var begin = e + 1 < text.length() && (text.charAt(e + 1) == '+' || text.charAt(e + 1) == '-') ? e + 2 : e + 1;
        return begin < text.length() && text.substring(begin).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    private boolean consume(char wanted) {
        if (json[next] == wanted) {
            next++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        if (json[next++] != wanted) {
            throw new OtherwiseException();
        }
    }

    private void expect(byte[] wanted) {
        if (!follows(wanted)) {
            throw new OtherwiseException();
        }
    }

    private boolean follows(byte[] wanted) {
        var end = next + wanted.length;
        if (end > json.length || !Arrays.equals(json, next, end, wanted, 0, wanted.length)) {
            return false;
        }
        next = end;
        return true;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
