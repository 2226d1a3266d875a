package io.pulsefleet.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick reader takes nothing that Jackson would not, and reads it the same, to the bit. */
class QuickShipmentTest {

    private static final String HASH = "0123456789abcdef0123456789abcdef";

    @Test
    void readsWhatJsonWritesToTheBit() throws Exception {
        var random = new Random(7);
        var frames = new ArrayList<Frame>();
        for (int i = 0; i < 500; i++) {
            var values = new double[1 + random.nextInt(300)];
            for (int v = 0; v < values.length; v++) {
                values[v] = number(random);
            }
            frames.add(new Frame(HASH, Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)), values));
        }
        var json = Json.bytes(Shipment.ofFrames(frames));

        var read = QuickShipment.read(json).orElseThrow();

        assertThat(read).isEqualTo(Shipment.ofFrames(frames));
        assertThat(bits(read)).isEqualTo(bits(slow(json)));
    }

    private static double number(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Frame.MISSING;
            case 1 -> random.nextInt(10_000) / 100.0;
            case 2 -> random.nextLong();
            case 3 -> random.nextInt();
            case 4 -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            case 5 -> -random.nextInt(1_000_000_000) / 1e9;
            case 6 -> -0.0;
            default -> {
                var any = Double.longBitsToDouble(random.nextLong());
                yield Double.isFinite(any) ? any : Double.MIN_VALUE;
            }
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "-0.0",
                "1e3",
                "1E+3",
                "1e-400",
                "1e400",
                "9007199254740993",
                "9007199254740992.5",
                "0.1234567890123456789",
                "123456789012345678901234567890",
                "2.2250738585072011e-308",
                "4.9e-324"
            })
    void readsEachNumberAsJacksonDoes(String number) throws Exception {
        var json = json(number);

        assertThat(bits(QuickShipment.read(json).orElseThrow())).isEqualTo(bits(slow(json)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1,",
                ",1",
                "01",
                "-",
                "+1",
                ".5",
                "1.",
                "1e",
                "1e+",
                "1.2.3",
                "1-2",
                "nul",
                "nulll",
                "true",
                "NaN",
                "\"1\"",
                "[1]",
                "1 2",
                "1}",
                "0x1",
                "1e2e3",
                "1.5e3.5",
                "1E2e3",
                "1234567890123456789.5.3",
                "12345678901234567890-5"
            })
    void leavesEveryOtherNumberToJackson(String number) {
        var expected = number.isEmpty(); // no value at all is a list

        assertThat(QuickShipment.read(json(number)).isPresent()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T10:15:00Z",
                "2026-11-21T10:15:00.1Z",
                "2026-02-28T23:59:59.999999999Z",
                "0000-01-01T00:00:00Z"
            })
    void readsEachMomentAsJacksonDoes(String at) throws Exception {
        var json = new String(json("1"), StandardCharsets.UTF_8).replace("2026-11-21T10:15:00Z", at);

        assertThat(QuickShipment.read(json.getBytes(StandardCharsets.UTF_8)))
                .contains(slow(json.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-30T10:15:00Z", "2026-11-21T24:00:00Z", "2026-11-21T10:15:60Z", "2026-11-21T10:15:00",
                        "2026-11-21T10:15Z",
                "+12026-11-21T10:15:00Z", "2026-11-21T10:15:00+01:00", "2026-11-21T10:15:00.Z",
                        "2026-11-21T10:15:00.1234567890Z", ""
            })
    void leavesEveryOtherMomentToJackson(String at) {
        var json = new String(json("1"), StandardCharsets.UTF_8).replace("2026-11-21T10:15:00Z", at);

        assertThat(QuickShipment.read(json.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void leavesEveryBodyThatIsCutToJackson() {
        var json = json("1,2.5,null,1e5");
        for (int length = 0; length < json.length; length++) {
            assertThat(QuickShipment.read(java.util.Arrays.copyOf(json, length)))
                    .as("%d", length)
                    .isEmpty();
        }
        assertThat(QuickShipment.read(java.util.Arrays.copyOf(json, json.length + 1)))
                .isEmpty();
    }

    private static byte[] json(String values) {
        return "{\"frames\":[{\"set\":\"%s\",\"at\":\"2026-11-21T10:15:00Z\",\"values\":[%s]}]}"
                .formatted(HASH, values)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Shipment slow(byte[] json) throws IOException {
        return Json.read(new ByteArrayInputStream(json), Shipment.class);
    }

    private static List<Long> bits(Shipment shipment) {
        var bits = new ArrayList<Long>();
        shipment.frames().forEach(frame -> {
            for (var value : frame.values()) {
                bits.add(Double.doubleToRawLongBits(value));
            }
        });
        return bits;
    }
}
