package io.pulsefleet.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.e2e.fleet.Shape;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

class RemoteWriteTest {

    @Test
    void aBodyIsAWriteRequestOfOneSeriesPerPosition() throws Exception {
        var body = Snappy.uncompress(new RemoteWrite(1, Shape.of(1), 300).body(0, 2));

        // the constant is 38203
        assertThat(HexFormat.of().formatHex(body))
                .isEqualTo(
                        "0a77" // a series
                                + label("__name__", "system_memory_limit")
                                + label("agent", "sim-00001")
                                + label("state", "used")
                                + label("system_device", "sda0")
                                + "120c09" + "0000000060a7e240" + "10ac02" // 300 ms
                                + "120c09" + "0000000060a7e240" + "10bc50"); // 10 s later
    }

    private static String label(String name, String value) {
        return "0a%02x0a%02x%s12%02x%s"
                .formatted(name.length() + value.length() + 4, name.length(), hex(name), value.length(), hex(value));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
