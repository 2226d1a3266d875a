package io.pulsefleet.wire;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Instant;
import java.util.Arrays;

/**
 * What one visit found: a value for each position of a set, at one moment.
 *
 * <p>Not every position has a value at every visit: {@link #MISSING} stands there, {@code null} in JSON, NULL in the
 * database. It is a NaN of its own and not the same as a measured NaN, which is {@code "NaN"} in JSON.
 *
 * @param set the hash of its {@link MetricSet}
 */
@SuppressWarnings("ArrayRecordComponent") // a million boxed numbers a second would cost too much; equals compares them
public record Frame(
        String set,
        Instant at,

        @JsonSerialize(using = ValuesJson.Writer.class) @JsonDeserialize(using = ValuesJson.Reader.class)
        double[] values) {

    /** No value. Compare by {@link #isMissing}; {@code ==} cannot tell one NaN from another. */
    public static final double MISSING = Double.longBitsToDouble(0x7ff8_0000_0000_0badL);

    public Frame {
        Required.hash("set", set);
        Required.present("at", at);
        Required.present("values", values);
    }

    public static boolean isMissing(double value) {
        return Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(MISSING);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frame frame
                && set.equals(frame.set)
                && at.equals(frame.at)
                && Arrays.equals(values, frame.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values) * 31 + at.hashCode();
    }

    @Override
    public String toString() {
        return "Frame[" + set + " " + at + " " + Arrays.toString(values) + "]";
    }
}
