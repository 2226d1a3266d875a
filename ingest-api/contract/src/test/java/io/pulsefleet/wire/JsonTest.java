package io.pulsefleet.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {

    private static final String HASH = "0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"frames":[{"set":"HASH","at":"2026-11-21T10:15:00Z","values":[1,true]}]}   | frames[0].values[1]
            {"frames":[{"set":"HASH","at":"2026-11-21T10:15:00Z","values":[1,"one"]}]}  | frames[0].values[1]
            {"frames":[{"set":"HASH","at":"2026-11-21T10:15:00Z","values":7}]}          | frames[0].values
            {"frames":[{"set":"HASH","at":"2026-11-21T10:15:00Z"}]}                     | frames[0].values
            {"frames":[{"set":"HASH","at":"yesterday","values":[]}]}                    | frames[0].at
            {"frames":[{"set":"nohash","at":"2026-11-21T10:15:00Z","values":[]}]}       | frames[0].set
            {"frames":[null]}                                                           | frames[0]
            {"frames":"none"}                                                           | frames
            {"sets":[{"collector":"c","target":"t","positions":[]}]}                    | sets[0].positions
            {"sets":[{"collector":" ","target":"t"}]}                                   | sets[0].collector
            {"frames":[                                                                 | frames
            nonsense                                                                    | ``
            null                                                                        | ``
            [1]                                                                         | ``
            {} {}                                                                       | ``
            """)
    void namesTheFieldThatIsWrong(String body, String field) {
        var refused = catchThrowableOfType(
                UnreadableException.class, () -> Json.read(bytes(body.replace("HASH", HASH)), Shipment.class));

        assertThat(refused).isNotNull();
        assertThat(refused.field()).isEqualTo(field);
        assertThat(refused).message().isNotBlank().doesNotContain("com.fasterxml");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"frames":"none"}                             | must be a list (line 1, column 11)
            {"frames":[7]}                                | must be an object (line 1, column 12)
            {"frames":[{"set":"HASH","at":"yesterday"}]}  | must be a moment, as 2026-11-21T10:15:00Z (line 1, column 59)
            [1]                                           | must be an object (line 1, column 1)
            """)
    void saysWhatIsExpectedAndNamesNoClass(String body, String why) {
        var refused = catchThrowableOfType(
                UnreadableException.class, () -> Json.read(bytes(body.replace("HASH", HASH)), Shipment.class));

        assertThat(refused).hasMessage(why);
    }

    @Test
    void saysThatItIsTooDeep() {
        var deep = "[".repeat(60) + "]".repeat(60);
        var refused = catchThrowableOfType(UnreadableException.class, () -> Json.read(bytes(deep), List.class));

        assertThat(refused).message().startsWith("is nested too deep");
    }

    @SuppressWarnings("UnusedMethod") // Jackson calls it
    private record Forgetful(List<String> parts) {
        Forgetful {
            parts = List.copyOf(parts);
        }
    }

    /** A message that a record did not expect is unreadable as others are, and tells nothing of our insides. */
    @Test
    void aRecordThatBreaksIsAMistakeOfTheMessage() {
        var refused = catchThrowableOfType(
                UnreadableException.class, () -> Json.read(bytes("{\"parts\":[null]}"), Forgetful.class));

        assertThat(refused).hasMessage("lacks a part, or has one that is not as it must be");
    }

    @Test
    void ignoresWhatItDoesNotKnow() throws Exception {
        assertThat(Json.read(bytes("{\"frames\":[],\"moons\":2}"), Shipment.class))
                .isEqualTo(Shipment.ofFrames(List.of()));
    }

    @Test
    void keepsEveryKindOfNumber() throws Exception {
        var values = new double[] {
            0, -0.0, 1, 0.1, 1e300, Double.MIN_VALUE, 9_007_199_254_740_994d, Double.NaN, Double.POSITIVE_INFINITY
        };
        var frame = new Frame(HASH, java.time.Instant.EPOCH, values);

        assertThat(Json.read(Json.bytes(frame), Frame.class)).isEqualTo(frame);
    }

    @Test
    void aMissingValueIsNotAMeasuredNaN() throws Exception {
        var json = "{\"set\":\"%s\",\"at\":\"1970-01-01T00:00:00Z\",\"values\":[null,\"NaN\"]}".formatted(HASH);

        var read = Json.read(bytes(json), Frame.class);

        assertThat(Frame.isMissing(read.values()[0])).isTrue();
        assertThat(Frame.isMissing(read.values()[1])).isFalse();
        assertThat(new String(Json.bytes(read), StandardCharsets.UTF_8)).isEqualTo(json);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
