package io.pulsefleet.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.util.Arrays;

/** A frame's values in JSON: {@code [1, 0.25, null, "NaN", "-Infinity"]}; whole numbers without a fraction. */
final class ValuesJson {

    /** Beyond this a double may not be written as a whole number without changing. */
    private static final double EXACT = 1L << 53;

    private ValuesJson() {}

    static final class Writer extends JsonSerializer<double[]> {
        @Override
        public void serialize(double[] values, JsonGenerator json, SerializerProvider context) throws IOException {
            json.writeStartArray();
            for (var value : values) {
                write(value, json);
            }
            json.writeEndArray();
        }

        private static void write(double value, JsonGenerator json) throws IOException {
            if (Frame.isMissing(value)) {
                json.writeNull();
            } else if (!Double.isFinite(value)) {
                json.writeString(Double.toString(value));
            } else if (Double.compare(value, Math.rint(value)) == 0
                    && Math.abs(value) < EXACT
                    && Double.compare(value, -0.0) != 0) {
                json.writeNumber((long) value);
            } else {
                json.writeNumber(value);
            }
        }
    }

    static final class Reader extends JsonDeserializer<double[]> {
        @Override
        public double[] deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (!json.isExpectedStartArrayToken()) {
                context.reportInputMismatch(double[].class, "must be an array of numbers");
            }
            var values = new double[64];
            var count = 0;
            for (var token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
                if (count == MetricSet.MOST_POSITIONS) {
                    context.reportInputMismatch(
                            double[].class, "must be at most " + MetricSet.MOST_POSITIONS + " values");
                }
                if (count == values.length) {
                    values = Arrays.copyOf(values, count * 2);
                }
                try {
                    values[count] = read(token, json, context);
                } catch (JsonMappingException notANumber) {
                    throw JsonMappingException.wrapWithPath(notANumber, values, count);
                }
                count++;
            }
            return Arrays.copyOf(values, count);
        }

        private static double read(JsonToken token, JsonParser json, DeserializationContext context)
                throws IOException {
            return switch (token) {
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDoubleValue();
                case VALUE_NULL -> Frame.MISSING;
                case VALUE_STRING -> readText(json.getText(), context);
                default -> context.reportInputMismatch(double.class, "must be a number or null");
            };
        }

        private static double readText(String text, DeserializationContext context) throws JsonMappingException {
            return switch (text) {
                case "NaN" -> Double.NaN;
                case "Infinity" -> Double.POSITIVE_INFINITY;
                case "-Infinity" -> Double.NEGATIVE_INFINITY;
                default ->
                    context.reportInputMismatch(
                            double.class, "must be a number, null, \"NaN\", \"Infinity\" or \"-Infinity\"");
            };
        }
    }
}
